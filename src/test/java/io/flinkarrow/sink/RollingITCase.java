package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.column.CompressionCodec;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What closes a part file between two checkpoints. */
class RollingITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  /** Even and odd batches. */
  private static final class ByParity implements BucketAssigner<RecordBatch, String> {
    @Override
    public String getBucketId(RecordBatch batch, Context context) {
      boolean even = batch.body().buffer(1).getLong(0) / batch.rowCount() % 2 == 0;
      return even ? "parity=even" : "parity=odd";
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
        new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA);
  }

  private void run(ArrowParquetSink<RecordBatch> sink, int batches, int rows, double perSecond)
      throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(1, Jobs.NO_CHECKPOINTS_BY_TIME);
    Jobs.numbered(environment, batches, rows, perSecond).sinkTo(sink);
    environment.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * rows);
  }

  private static List<Integer> rowsOf(List<Path> files) {
    return files.stream().map(file -> PartFiles.idsOf(List.of(file)).length).toList();
  }

  @Test
  void withoutLimitsThereIsOneFileACheckpoint() throws Exception {
    run(sink().build(), 50, 100, 10_000);
    assertThat(PartFiles.visible(directory)).hasSize(1);
  }

  @Test
  void aFileTakesNoFurtherBatchOnceItHasTheRows() throws Exception {
    run(sink().rollAtRows(250).build(), 10, 100, 10_000);
    assertThat(rowsOf(PartFiles.visible(directory))).containsExactlyInAnyOrder(300, 300, 300, 100);
  }

  @Test
  void eachBucketsFileIsCountedByItself() throws Exception {
    run(sink().bucketAssigner(new ByParity()).rollAtRows(250).build(), 20, 100, 10_000);
    assertThat(rowsOf(PartFiles.visible(directory.resolve("parity=even"))))
        .containsExactlyInAnyOrder(300, 300, 300, 100);
    assertThat(rowsOf(PartFiles.visible(directory.resolve("parity=odd"))))
        .containsExactlyInAnyOrder(300, 300, 300, 100);
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
    run(sink().options(options).rollAtBytes(limit).build(), 200, rows, 10_000);
    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSizeGreaterThan(5);
    long batchBytes = NumberedBatches.of(0, rows).sizeInBytes();
    long withinLimit = 0;
    for (Path file : files) {
      long size = Files.size(file);
      assertThat(size).isLessThan(limit + 2 * batchBytes + 4096);
      withinLimit += size > limit * 0.9 ? 1 : 0;
    }
    assertThat(withinLimit).as("files near the limit").isGreaterThanOrEqualTo(files.size() - 1);
  }

  @Test
  void anOldFileIsClosedThoughBatchesKeepComing() throws Exception {
    run(sink().rollAtAge(Duration.ofMillis(300)).build(), 100, 10, 60);
    assertThat(PartFiles.visible(directory)).hasSizeBetween(3, 6);
  }

  @Test
  void aFileThatKeepsGettingBatchesIsNotInactive() throws Exception {
    run(sink().rollAtInactivity(Duration.ofSeconds(5)).build(), 60, 10, 60);
    assertThat(PartFiles.visible(directory)).hasSize(1);
  }

  @Test
  void aFileWithoutBatchesForLongIsClosed() throws Exception {
    run(sink().rollAtInactivity(Duration.ofMillis(100)).build(), 4, 10, 2);
    assertThat(PartFiles.visible(directory)).hasSize(4);
  }

  @Test
  void filesHaveTheNamesThatWereAskedFor() throws Exception {
    run(sink().partPrefix("flights").partSuffix(".zstd.parquet").build(), 3, 10, 10_000);
    assertThat(PartFiles.visible(directory))
        .allMatch(
            file -> file.getFileName().toString().matches("flights-[-0-9a-f]+-0\\.zstd\\.parquet"));
  }
}
