package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink's function adds to files that end: to which, how often it is asked, and of what. */
class FileMetadataTest {

  /** Functions are serialized, so what they are asked lies here. */
  private static final List<EndingFile> ASKED = Collections.synchronizedList(new ArrayList<>());

  private static final AtomicInteger OVERLAPPING = new AtomicInteger();

  @TempDir Path directory;

  @BeforeEach
  void nothingIsAsked() {
    ASKED.clear();
  }

  private org.apache.flink.core.fs.Path base() {
    return new org.apache.flink.core.fs.Path("file://" + directory);
  }

  private ArrowParquetSink.Builder<RecordBatch> batches() {
    return ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
        .bucketAssigner(new BucketsBy<>(batch -> "rows=" + batch.rowCount()))
        .fileMetadata(FileMetadataTest::entries);
  }

  private static Map<String, String> entries(EndingFile file) throws InterruptedException {
    if (OVERLAPPING.incrementAndGet() > 1) {
      throw new IllegalStateException("two calls at a time");
    }
    Thread.sleep(5);
    OVERLAPPING.decrementAndGet();
    ASKED.add(file);
    FileSummary summary = file.summary();
    return Map.of(
        "bucket", file.bucketId().orElse("unknown"),
        "rows", String.valueOf(summary.rows()),
        "greatest id", summary.columns().get(0).max().orElseThrow().text());
  }

  /** Each file's entries say what its footer says. */
  private void assertEntriesAreTrue(int files) throws IOException {
    List<Path> written = PartFiles.hidden(directory);
    assertThat(written).hasSize(files);
    for (Path file : written) {
      FileMetaData footer = PageWalk.walk(file).footer();
      Map<String, String> entries =
          footer.getKey_value_metadata().stream()
              .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
      assertThat(entries).containsEntry("rows", String.valueOf(footer.getNum_rows()));
      assertThat(entries.get("bucket"))
          .isEqualTo(directory.equals(file.getParent()) ? "" : file.getParent().getFileName() + "");
      assertThat(entries).containsKeys("greatest id", "ARROW:schema");
    }
    assertThat(ASKED).as("asked once per file").hasSize(files);
    assertThat(ASKED).allMatch(file -> file.summary().checksums().isEmpty());
  }

  @Test
  void everyFileOfBatchesHasItsEntries() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(batches().rollAtRows(25).build())) {
      for (int i = 0; i < 8; i++) {
        for (int rows : new int[] {10, 20, 30, 40}) {
          harness.write(NumberedBatches.of(100L * i, rows));
        }
      }
      harness.checkpoint(1);
      assertEntriesAreTrue(3 + 4 + 8 + 8);
    }
  }

  @Test
  void everyFileOfRowsHasItsEntries() throws Exception {
    ArrowParquetSink<RowData> sink =
        ArrowParquetSink.forRows(base(), NumberedRows.TYPE)
            .rollAtRows(10)
            .fileMetadata(FileMetadataTest::entries)
            .build();
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 25; i++) {
        harness.write(NumberedRows.of(i));
      }
      harness.checkpoint(1);
      assertEntriesAreTrue(3);
    }
    assertThat(ASKED.stream().map(file -> file.summary().rows()))
        .containsExactlyInAnyOrder(10L, 10L, 5L);
  }

  /** The budget ends files before Flink closes them. */
  @Test
  void filesThatTheBudgetEndedHaveThemToo() throws Exception {
    WriterOptions tight = WriterOptions.builder().rowGroupRows(10).memoryBudgetBytes(1).build();
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(batches().options(tight).verifyShare(1).build())) {
      for (int i = 0; i < 30; i++) {
        harness.write(NumberedBatches.of(1000L * i, 1000));
      }
      harness.checkpoint(1);
      assertThat(ASKED.stream().mapToLong(file -> file.summary().rows()).sum()).isEqualTo(30_000);
      assertEntriesAreTrue(PartFiles.hidden(directory).size());
    }
  }

  @Test
  void anExceptionFailsTheFileByName() throws Exception {
    assertFails(
        file -> {
          throw new IllegalStateException("no catalog");
        },
        "no catalog");
  }

  @Test
  void anEntryThatIsTheWritersOwnFailsTheFileByName() throws Exception {
    assertFails(file -> Map.of("ARROW:schema", "mine"), "the writer stores the Arrow schema there");
  }

  private void assertFails(FileMetadata metadata, String reason) throws Exception {
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(batches().fileMetadata(metadata).build())) {
      harness.write(NumberedBatches.of(0, 10));
      assertThatThrownBy(() -> harness.checkpoint(1))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Closing the part file %s/rows=10/part-".formatted(base()))
          .hasMessageContaining(" failed: The fileMetadata ")
          .hasMessageContaining(
              "failed for a part file of 10 rows in bucket 'rows=10', which therefore does not"
                  + " become visible: ")
          .hasMessageContaining(reason);
      assertThat(harness.committables()).isEmpty();
    }
  }

  @Test
  void whatIsAddedIsCountedAsRetained() throws Exception {
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(
            OutputStream.nullOutputStream(), NumberedBatches.SCHEMA, WriterOptions.defaults())) {
      long before = writer.retainedBytes();
      writer.addKeyValueMetadata("key", "v".repeat(100_000));
      assertThat(writer.retainedBytes() - before).isBetween(100_000L, 210_000L);
      writer.addKeyValueMetadata("key", "v");
      assertThat(writer.retainedBytes() - before).isLessThan(1_000);
    }
  }
}
