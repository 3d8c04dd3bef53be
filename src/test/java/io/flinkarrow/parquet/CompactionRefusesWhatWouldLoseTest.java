package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.RowsOfBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not belong together, and damaged ones: an error, and nothing that is a file. */
class CompactionRefusesWhatWouldLoseTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static List<ParquetInput.Opener> openers(Path... files) {
    return Stream.of(files)
        .<ParquetInput.Opener>map(file -> () -> ParquetInput.open(file))
        .toList();
  }

  private Path duckDb(String name, String select) throws SQLException {
    Path file = directory.resolve(name + ".parquet");
    DuckDbReader.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(select, file));
    return file;
  }

  private void assertNoFile() {
    byte[] written = out.toByteArray();
    assertThat(written.length == 0 || written[written.length - 1] != '1')
        .as("no magic number at the end of %d bytes", written.length)
        .isTrue();
  }

  private void assertDiffers(String first, String second, String difference) throws Exception {
    Path one = duckDb("one", first);
    Path two = duckDb("two", second);
    assertThatThrownBy(
            () -> ParquetFileCompactor.builder().build().compact(openers(one, one, two), out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two.parquet does not have the schema of")
        .hasMessageContaining("one.parquet")
        .hasMessageContaining(difference);
    assertThat(out.size()).isZero();
  }

  @Test
  void theFirstDifferenceOfSchemasIsNamed() throws Exception {
    assertDiffers(
        "SELECT 1 AS a, 2::BIGINT AS b",
        "SELECT 1 AS a, 2 AS b",
        "column 'b' should be 'required int64 b (INTEGER(64,true))', but is 'required int32 b");
    assertDiffers("SELECT 1 AS a, 2 AS b", "SELECT 2 AS b, 1 AS a", "column 'a' should be");
    assertDiffers("SELECT 1 AS a, 2 AS b", "SELECT 1 AS a", "column 'b' is missing");
    assertDiffers("SELECT 1 AS a", "SELECT 1 AS a, 2 AS b", "column 'b' is not in the first");
    assertDiffers(
        "SELECT {'x': 1, 'y': [1]} AS s",
        "SELECT {'x': 1, 'y': ['1']} AS s",
        "column 's.y.list.element' should be");
    assertDiffers("SELECT 1 AS a", "SELECT [1] AS a", "but is 'required group a (LIST)'");
  }

  private Path numbered(String name, long from, int rows) throws IOException {
    Path file = directory.resolve(name + ".parquet");
    try (OutputStream stream = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                stream,
                NumberedBatches.SCHEMA,
                WriterOptions.builder().rowGroupRows(500).pageRows(100).build())) {
      RecordBatch batch = NumberedBatches.of(LongStream.range(from, from + rows).toArray());
      try (BufferAllocator allocator = new RootAllocator();
          LoadedBatch loaded = batch.load(allocator)) {
        writer.write(loaded.root());
      }
      writer.finish();
    }
    return file;
  }

  private static Optional<List<Map<String, Object>>> rows(Path file) {
    try {
      return Optional.of(RowsOfBatches.of(file));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** In row groups copied, of copied pages, and merged. What is copied is no worse than it was. */
  @Test
  void damagedFilesAreAnErrorOrGiveTheirRows() throws Exception {
    Path good = numbered("good", 0, 1500);
    byte[] bytes = Files.readAllBytes(numbered("other", 1500, 1500));
    Path damaged = directory.resolve("damaged.parquet");
    Path compacted = directory.resolve("compacted.parquet");
    Random random = new Random(1);
    int refused = 0;
    int rounds = 300;
    for (int round = 0; round < rounds; round++) {
      byte[] changed = bytes.clone();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Files.write(damaged, changed);
      out.reset();
      ParquetFileCompactor compactor =
          ParquetFileCompactor.builder()
              .copiedRowGroupRows(round % 3 == 0 ? 1 : 1_000_000)
              .writerOptions(
                  WriterOptions.builder().pageRows(round % 3 == 1 ? 100 : 20_000).build())
              .build();
      CompactionSummary summary;
      try {
        summary = compactor.compact(openers(good, damaged), out);
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        refused++;
        assertNoFile();
        assertThat(e).hasMessageContaining("damaged.parquet");
        continue;
      }
      Files.write(compacted, out.toByteArray());
      Optional<List<Map<String, Object>>> rows = rows(damaged);
      if (rows.isPresent()) {
        List<Map<String, Object>> expected = new ArrayList<>(RowsOfBatches.of(good));
        expected.addAll(rows.get());
        assertThat(RowsOfBatches.of(compacted)).isEqualTo(expected);
        try (ParquetInput written = ParquetInput.open(compacted)) {
          compactor.check(written, summary);
        }
      } else {
        assertThat(round % 3)
            .as("a file that cannot be read, of which a page was copied as it is")
            .isLessThan(2);
      }
    }
    assertThat(refused).isGreaterThan(rounds / 2);
  }

  @Test
  void aPageWithAnotherChecksumIsNotCopied() throws Exception {
    Path file = numbered("numbers", 0, 1500);
    byte[] bytes = Files.readAllBytes(file);
    bytes[60]++;
    Files.write(file, bytes);
    assertThatThrownBy(
            () ->
                ParquetFileCompactor.builder()
                    .copiedRowGroupRows(1)
                    .build()
                    .compact(openers(file), out))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "Page 0 of column 'id' in row group 0 of .*numbers.parquet should have the CRC-32 .*");
    assertNoFile();
  }

  /** What the first look has found no longer holds. */
  @Test
  void aFileThatChangesMeanwhileIsAnError() throws Exception {
    Path file = numbered("numbers", 0, 1500);
    Path other = numbered("others", 0, 1200);
    int[] opened = new int[1];
    List<ParquetInput.Opener> openers =
        List.of(() -> ParquetInput.open(opened[0]++ == 0 ? file : other));
    assertThatThrownBy(() -> ParquetFileCompactor.builder().build().compact(openers, out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("should have 1500 rows by their footers, but had 1200");
    assertNoFile();
  }

  @Test
  void aStreamThatFailsGetsNoFooter() throws Exception {
    Path file = numbered("numbers", 0, 1500);
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("full, on purpose");
          }
        };
    assertThatThrownBy(() -> ParquetFileCompactor.builder().build().compact(openers(file), failing))
        .hasMessage("full, on purpose");
  }

  @Test
  void encryptedFilesDoNotBecomePlain() throws Exception {
    Path file =
        RandomFile.write(
                directory.resolve("secret.parquet"),
                1,
                schemas -> schemas.schema(2, 1),
                WriterOptions.builder()
                    .encryption(files -> files.keyProvider(new TestKeys()))
                    .build(),
                100)
            .path();
    ParquetFileCompactor.Builder options =
        ParquetFileCompactor.builder()
            .readerOptions(ReaderOptions.builder().keyProvider(new TestKeys()).build());
    assertThatThrownBy(() -> options.build().compact(openers(file), out))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("secret.parquet is encrypted, but the file that it is to become")
        .hasMessageContaining("set encryption in the writer options");
    assertThat(out.size()).isZero();
  }

  @Test
  void optionsThatLeaveOutRowsAreRefused() {
    ParquetFileCompactor.Builder options = ParquetFileCompactor.builder();
    assertThatThrownBy(() -> options.readerOptions(ReaderOptions.builder().columns("a").build()))
        .hasMessageContaining("keeps all columns and rows");
    assertThatThrownBy(
            () ->
                options.readerOptions(
                    ReaderOptions.builder().filter(Predicate.column("a").isNull()).build()))
        .hasMessageContaining("keeps all columns and rows");
    assertThatThrownBy(() -> options.build().compact(List.of(), out))
        .hasMessageContaining("name at least one");
    assertThatThrownBy(() -> options.copiedRowGroupBytes(0))
        .hasMessage("copiedRowGroupBytes must be at least 1 but was 0");
  }
}
