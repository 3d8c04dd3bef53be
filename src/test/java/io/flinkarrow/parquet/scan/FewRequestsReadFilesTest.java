package io.flinkarrow.parquet.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ForwardingInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often a file is asked for bytes: once to open it if its footer is short, then once per row
 * group and run of neighbouring columns if what they have may be fetched at once, and never for
 * columns that are not read.
 */
class FewRequestsReadFilesTest {

  private static final int ROW_GROUPS = 5;
  private static final int OPENING = 1;
  private static final int COLUMN_BYTES = 8 * 20_480;

  @TempDir static Path directory;

  private static Path file;

  /** Numbers that no encoding makes small: a chunk of a column has {@link #COLUMN_BYTES}. */
  @BeforeAll
  static void write() throws Exception {
    file = directory.resolve("numbers.parquet");
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      columns.append(i == 0 ? "" : ", ").append("random() AS c").append(i);
    }
    DuckDbReader.execute(
        "COPY (SELECT %s FROM range(%d)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 20480, COMPRESSION uncompressed)"
            .formatted(columns, ROW_GROUPS * 20_480, file));
  }

  private static FileScan open(ParquetInput input, ChosenFields fields, long fetchBytes)
      throws IOException {
    return FileScan.open(
        input, ScanOptions.builder().fields(fields).batchRows(4096).fetchBytes(fetchBytes).build());
  }

  private static List<RecordBatch> batches(FileScan scan) throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    ScannedBatch next;
    while ((next = scan.next()) != null) {
      batches.add(next.batch());
    }
    return batches;
  }

  private static ChosenFields columns(String... names) {
    return ChosenFields.of(List.of(names).stream().map(ColumnPath::new).toList());
  }

  @Test
  void neighboursAreOneRequest() throws IOException {
    try (FileScan scan = open(ParquetInput.open(file), ChosenFields.ALL, 32 << 20)) {
      assertThat(batches(scan)).hasSize(ROW_GROUPS * 5);
      assertThat(scan.requests()).isLessThanOrEqualTo(OPENING + ROW_GROUPS);
    }
  }

  @Test
  void columnsThatAreFarFromOneAnotherAreNot() throws IOException {
    try (FileScan scan = open(ParquetInput.open(file), columns("c0", "c19"), 32 << 20)) {
      batches(scan);
      assertThat(scan.requests()).isLessThanOrEqualTo(OPENING + 2 * ROW_GROUPS);
      assertThat(scan.bytesRead()).isLessThan(3L * ROW_GROUPS * COLUMN_BYTES);
    }
  }

  @Test
  void whatMayNotBeFetchedAtOnceComesInPieces() throws IOException {
    try (FileScan whole = open(ParquetInput.open(file), ChosenFields.ALL, 32 << 20);
        FileScan pieces = open(ParquetInput.open(file), ChosenFields.ALL, 2 << 20)) {
      assertThat(batches(pieces)).isEqualTo(batches(whole));
      assertThat(pieces.requests()).isGreaterThan(ROW_GROUPS * 20L);
      assertThat(pieces.bytesRead()).isLessThan(whole.bytesRead() + (1 << 20));
    }
  }

  @Test
  void noColumnIsFetchedForRowsWithoutColumns() throws IOException {
    try (FileScan scan = open(ParquetInput.open(file), columns(), 32 << 20)) {
      assertThat(batches(scan).stream().mapToInt(RecordBatch::rowCount).sum())
          .isEqualTo(ROW_GROUPS * 20_480);
      assertThat(scan.requests()).isLessThanOrEqualTo(OPENING);
    }
  }

  /** Fails from a position on, as stores do. */
  private record Failing(ParquetInput input, long from) implements ForwardingInput {

    @Override
    public void read(long position, byte[] target, int offset, int count) throws IOException {
      if (position < length() - (64 << 10) && position + count > from) {
        throw new IOException("connection reset");
      }
      input.read(position, target, offset, count);
    }
  }

  @Test
  void aFailureAheadIsThrownWhenItsRowsAreRead() throws IOException {
    long third = 50L * COLUMN_BYTES;
    Failing failing = new Failing(ParquetInput.open(file), third);
    try (FileScan scan = open(failing, ChosenFields.ALL, 32 << 20)) {
      for (int i = 0; i < 2 * 5; i++) {
        assertThat(scan.next()).isNotNull();
      }
      assertThatThrownBy(scan::next).isInstanceOf(IOException.class).hasMessage("connection reset");
    }
  }
}
