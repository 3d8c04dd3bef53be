package io.flinkarrow.parquet.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of many columns, whose pages take much more memory together than a scan may hold: it holds
 * no more at any time, gives the same batches as one that may hold all, and reads each page a few
 * times only.
 */
class ScansHoldNoMoreThanTheyMayTest {

  private static final int COLUMNS = 120;
  private static final int ROWS = 20_000;
  private static final long MEGABYTE = 1 << 20;
  private static final long ENOUGH = 1 << 30;

  @TempDir static Path directory;

  /** Numbers and strings, with and without dictionaries, some of them in lists and structs. */
  private static Path wide;

  private static Path narrow;

  @BeforeAll
  static void write() throws Exception {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      String value =
          switch (i % 5) {
            case 0 -> "hash(i + %d)";
            case 1 -> "'text ' || hash(i + %d) %% 3000";
            case 2 -> "[i, NULL, hash(i) %% %d]";
            case 3 -> "{'a': i %% (2 + %1$d), 'b': CASE WHEN i %% 7 > 0 THEN 'x' || i END}";
            default -> "CASE WHEN i %% 3 > 0 THEN (i * %d)::DOUBLE END";
          };
      columns.add("%s AS c%d".formatted(value.formatted(i), i));
    }
    wide = directory.resolve("wide.parquet");
    DuckDbReader.execute(
        "COPY (SELECT %s FROM range(%d) r(i)) TO '%s' (FORMAT parquet, PARQUET_VERSION v2)"
            .formatted(String.join(", ", columns), ROWS, wide));
    narrow = directory.resolve("narrow.parquet");
    DuckDbReader.execute(
        "COPY (SELECT %s FROM range(%d) r(i)) TO '%s' (FORMAT parquet)"
            .formatted(String.join(", ", columns.subList(0, 5)), ROWS, narrow));
  }

  private static ScanOptions options(long maximumHeldBytes) {
    return ScanOptions.builder()
        .batchBytes(MEGABYTE)
        .limits(ScanLimits.DEFAULTS.withMaximumHeldBytes(maximumHeldBytes))
        .build();
  }

  /** What a scan gave and took. */
  private record Scanned(List<RecordBatch> batches, long mostHeld, long bytesRead) {}

  private static Scanned scanned(Path file, ScanOptions options) throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    long most = 0;
    try (FileScan scan = FileScan.open(ParquetInput.open(file), options)) {
      for (ScannedBatch next = scan.next(); next != null; next = scan.next()) {
        batches.add(next.batch());
        most = Math.max(most, scan.heldBytes());
      }
      return new Scanned(batches, most, scan.bytesRead());
    }
  }

  @Test
  void pagesOfManyColumnsAreLetGo() throws IOException {
    Scanned all = scanned(wide, options(ENOUGH));
    assertThat(all.mostHeld()).isGreaterThan(24 * MEGABYTE);
    for (long most : new long[] {16 * MEGABYTE, 8 * MEGABYTE, 4 * MEGABYTE}) {
      Scanned some = scanned(wide, options(most));
      assertThat(some.mostHeld()).isBetween(most / 2, most);
      assertThat(some.batches()).isEqualTo(all.batches());
    }
  }

  @Test
  void eachIsReadAFewTimesOnly() throws IOException {
    Scanned all = scanned(wide, options(ENOUGH));
    Scanned some = scanned(wide, options(16 * MEGABYTE));
    assertThat(all.batches()).hasSizeGreaterThan(30);
    assertThat(some.bytesRead()).isLessThan(4 * all.bytesRead());
  }

  @Test
  void nothingIsReadTwiceThatFits() throws IOException {
    Scanned all = scanned(narrow, options(ENOUGH));
    Scanned defaults = scanned(narrow, options(ScanLimits.DEFAULTS.maximumHeldBytes()));
    assertThat(defaults.batches()).isEqualTo(all.batches());
    assertThat(defaults.bytesRead()).isEqualTo(all.bytesRead());
  }

  @Test
  void columnsOfAFilterCountToo() throws IOException {
    ScanFilter filter = new ScanFilter(Predicate.column("c4").isGreaterThan(30_000.0), true);
    Scanned all = scanned(wide, options(ENOUGH).toBuilder().filter(filter).build());
    Scanned some = scanned(wide, options(8 * MEGABYTE).toBuilder().filter(filter).build());
    assertThat(all.mostHeld()).isGreaterThan(16 * MEGABYTE);
    assertThat(some.mostHeld()).isLessThanOrEqualTo(8 * MEGABYTE);
    assertThat(some.batches()).isEqualTo(all.batches());
  }

  /** One that takes more than may be held is allowed, as far as rows are. */
  @Test
  void rowsMayBeLargerThanThat() throws Exception {
    Path file = directory.resolve("rows.parquet");
    DuckDbReader.execute(
        "COPY (SELECT repeat('x', 100000 + i) AS a, i, repeat('y', 200000 + i) AS b FROM range(40) r(i)) TO '%s' (FORMAT parquet)"
            .formatted(file));
    Scanned all = scanned(file, options(ENOUGH));
    Scanned some = scanned(file, options(10_000));
    assertThat(some.batches().stream().mapToInt(RecordBatch::rowCount).sum()).isEqualTo(40);
    assertThat(some.batches()).isEqualTo(all.batches());
  }

  /** A batch has one row, and for each the pages of all columns would be read. */
  @Test
  void pagesAreNotReadWithoutEnd() {
    ScanOptions options = options(1).toBuilder().batchRows(1).build();
    assertThatThrownBy(() -> scanned(wide, options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in row group 0 of " + wide)
        .hasMessageContaining("more than 64 times the bytes of all pages and batches")
        .hasMessageContaining("raise maximumHeldBytes");
  }
}
