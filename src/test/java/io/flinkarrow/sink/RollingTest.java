package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What closes a part file between two checkpoints; the files aren't committed, so hidden. */
class RollingTest {

  @TempDir Path directory;

  /** Even and odd batches of a hundred rows. */
  private static String parity(RecordBatch batch) {
    boolean even = batch.body().buffer(1).getLong(0) / 100 % 2 == 0;
    return even ? "parity=even" : "parity=odd";
  }

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
        new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA);
  }

  /** Writes batches of numbered rows and closes the last files with a checkpoint. */
  private void run(ArrowParquetSink.Builder<RecordBatch> sink, int batches, int rows)
      throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink.build())) {
      for (int batch = 0; batch < batches; batch++) {
        harness.write(NumberedBatches.of((long) batch * rows, rows));
      }
      harness.checkpoint(1);
    }
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory)))
        .isEqualTo(LongStream.range(0, (long) batches * rows).toArray());
  }

  private static List<Integer> rowsOf(List<Path> files) {
    return files.stream().map(file -> PartFiles.idsOf(List.of(file)).length).toList();
  }

  @Test
  void withoutLimitsAFileTakesAllBatchesOfACheckpoint() throws Exception {
    run(sink(), 50, 100);
    assertThat(PartFiles.hidden(directory)).hasSize(1);
  }

  @Test
  void aFileTakesNoFurtherBatchOnceItHasTheRows() throws Exception {
    run(sink().rollAtRows(250), 10, 100);
    assertThat(rowsOf(PartFiles.hidden(directory))).containsExactly(300, 300, 300, 100);
  }

  @Test
  void eachBucketsFileIsCountedByItself() throws Exception {
    run(sink().bucketAssigner(new BucketsBy<>(RollingTest::parity)).rollAtRows(250), 20, 100);
    for (String bucket : List.of("parity=even", "parity=odd")) {
      assertThat(rowsOf(PartFiles.hidden(directory.resolve(bucket))))
          .as(bucket)
          .containsExactly(300, 300, 300, 100);
    }
  }

  /** The row group is far larger, so all of a file's bytes are buffered when it is measured. */
  @Test
  void bytesThatAreStillBufferedCount() throws Exception {
    long limit = 200_000;
    WriterOptions options =
        WriterOptions.builder()
            .codec(CompressionCodec.UNCOMPRESSED)
            .pageBytes(16 << 10)
            .dictionary(false)
            .build();
    int rows = 500;
    run(sink().options(options).rollAtBytes(limit), 200, rows);
    List<Path> files = PartFiles.hidden(directory);
    assertThat(files).hasSizeGreaterThan(5);
    long batchBytes = NumberedBatches.of(0, rows).sizeInBytes();
    for (Path file : files.subList(0, files.size() - 1)) {
      assertThat(Files.size(file)).isBetween(limit * 95 / 100, limit * 105 / 100 + batchBytes);
    }
  }

  @Test
  void anOldFileIsClosedThoughBatchesKeepComing() throws Exception {
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(sink().rollAtAge(Duration.ofSeconds(1)).build())) {
      for (int batch = 0; batch < 35; batch++) {
        harness.advanceTo(batch * 100L);
        harness.write(NumberedBatches.of(batch * 10L, 10));
      }
      harness.checkpoint(1);
    }
    assertThat(rowsOf(PartFiles.hidden(directory))).containsExactly(100, 100, 100, 50);
  }

  @Test
  void aFileThatGotNoBatchForLongIsClosed() throws Exception {
    var sink = sink().rollAtInactivity(Duration.ofSeconds(1)).build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 10));
      harness.advanceTo(900);
      harness.write(NumberedBatches.of(10, 10));
      harness.advanceTo(1800);
      assertThat(SinkHarness.openWriters(sink).totals().writers())
          .as("not idle for long")
          .isEqualTo(1);
      harness.advanceTo(4000);
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isZero();
      harness.write(NumberedBatches.of(20, 10));
      harness.checkpoint(1);
      assertThat(harness.committables()).hasSize(2);
    }
    assertThat(rowsOf(PartFiles.hidden(directory))).containsExactly(20, 10);
  }

  @Test
  void theBucketCheckIntervalSaysHowOftenFilesAreLookedAt() throws Exception {
    var sink =
        sink().rollAtAge(Duration.ofMillis(10)).bucketCheckInterval(Duration.ofSeconds(10)).build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 10));
      harness.advanceTo(9_999);
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isEqualTo(1);
      harness.advanceTo(10_000);
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isZero();
    }
  }

  @Test
  void filesHaveTheNamesThatWereAskedFor() throws Exception {
    run(sink().partPrefix("flights").partSuffix(".zstd.parquet"), 3, 10);
    assertThat(PartFiles.hidden(directory))
        .allMatch(
            file ->
                file.getFileName()
                    .toString()
                    .matches("\\.flights-[-0-9a-f]+-0\\.zstd\\.parquet\\.inprogress\\..*"));
  }
}
