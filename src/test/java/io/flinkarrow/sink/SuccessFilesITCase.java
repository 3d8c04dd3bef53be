package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import javax.annotation.Nullable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Partitions that are over have a marker, which came after all of their files. */
class SuccessFilesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 20;
  private static final int BATCHES_PER_PARTITION = 100;
  private static final Duration DELAY = Duration.ofMillis(150);

  @TempDir Path directory;
  @TempDir Path savepoints;

  /** Files that became visible when their partition had its marker already. */
  private static final Set<String> BEHIND_THEIR_MARKER = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void nothingIsTold() {
    VisibleSince.nothing();
    BEHIND_THEIR_MARKER.clear();
  }

  /**
   * As time goes on, rows go to one partition after the other. Of two subtasks of the source, the
   * second begins with the second half.
   */
  private static final class InTurn implements BucketAssigner<RecordBatch, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(RecordBatch batch, Context context) {
      return "part=" + batch.body().buffer(1).getLong(0) / ((long) ROWS * BATCHES_PER_PARTITION);
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  private static void tell(CommittedFile file) {
    String path = file.path().getPath();
    if (VisibleSince.hear(file) && Files.exists(Path.of(path).resolveSibling("_SUCCESS"))) {
      BEHIND_THEIR_MARKER.add(path);
    }
  }

  private ArrowParquetSink.Builder<RecordBatch> inTurn() {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .bucketAssigner(new InTurn())
        .committedFiles(committed -> committed.listener(SuccessFilesITCase::tell));
  }

  private ArrowParquetSink<RecordBatch> sink() {
    return marked(inTurn(), DELAY);
  }

  private static ArrowParquetSink<RecordBatch> marked(
      ArrowParquetSink.Builder<RecordBatch> sink, Duration delay) {
    return sink.committedFiles(committed -> committed.successFiles(delay)).build();
  }

  /** The time of a row is its number, and a partition begins with its first row. */
  private static Instant beginOf(Map<String, String> partition) {
    return Instant.ofEpochMilli(
        Long.parseLong(partition.get("part")) * ROWS * BATCHES_PER_PARTITION);
  }

  private Path marker(int partition) {
    return directory.resolve("part=" + partition).resolve("_SUCCESS");
  }

  private void assertMarkedAfterTheirFiles(int... partitions) throws IOException {
    for (int partition : partitions) {
      VisibleSince.assertMarkedAfterItsFiles(directory.resolve("part=" + partition), DELAY);
    }
  }

  @Test
  void killsMarkNoPartitionBeforeItsFilesAndForgetNone() throws Exception {
    int partitions = 10;
    int kills = 4;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, (long) partitions * BATCHES_PER_PARTITION, ROWS, 20)
        .map(new FailingMap<>("success", kills, 2, 5))
        .sinkTo(sink())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("success")).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) partitions * BATCHES_PER_PARTITION * ROWS);
    assertMarkedAfterTheirFiles(0, 1, 2, 5, 6, 7);
    assertThat(marker(partitions - 1)).as("its files are committed after the end").doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(CheckpointMode.class)
  void savepointsRescaleUpAndDownAndForgetNone(CheckpointMode mode) throws Exception {
    int partitions = 10;
    long batches = (long) partitions * BATCHES_PER_PARTITION;
    String savepoint = rescaled(null, 2, mode, batches, Duration.ofHours(1), () -> hasBegun(1));
    assertThat(marker(0)).as("has got all of its rows, but waits").doesNotExist();
    savepoint =
        rescaled(savepoint, 4, mode, batches, DELAY, () -> Files.exists(marker(0)) && hasBegun(2));
    rescaledToTheEnd(savepoint, 1, mode, batches);
    PartFiles.assertHoldsExactly(directory, batches * ROWS);
    assertMarkedAfterTheirFiles(0, 1);
    assertThat(marker(4).toFile().exists() && marker(9).toFile().exists())
        .as("files of one of them are committed after the end")
        .isFalse();
  }

  /** Then all rows have come of the partition before. */
  private boolean hasBegun(int partition) {
    return PartFiles.visible(directory).stream()
        .anyMatch(file -> file.startsWith(directory.resolve("part=" + partition)));
  }

  /** Runs a job from a savepoint until a condition holds, and returns its own savepoint. */
  private String rescaled(
      @Nullable String savepoint,
      int parallelism,
      CheckpointMode mode,
      long batches,
      Duration delay,
      BooleanSupplier until)
      throws Exception {
    StreamExecutionEnvironment environment =
        rescalable(savepoint, parallelism, mode, batches, delay);
    JobClient job = environment.executeAsync();
    Jobs.await(until);
    return Jobs.stopWithSavepoint(job, savepoints);
  }

  private void rescaledToTheEnd(
      String savepoint, int parallelism, CheckpointMode mode, long batches) throws Exception {
    rescalable(savepoint, parallelism, mode, batches, DELAY).execute();
  }

  private StreamExecutionEnvironment rescalable(
      @Nullable String savepoint,
      int parallelism,
      CheckpointMode mode,
      long batches,
      Duration delay) {
    StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .sinkTo(marked(mode.set(inTurn()).rollAtAge(Duration.ofMillis(100)), delay))
        .uid("sink");
    return environment;
  }

  @ParameterizedTest
  @EnumSource(CheckpointMode.class)
  void killsBringNoRowBehindTheMarkerOfItsTime(CheckpointMode mode) throws Exception {
    int partitions = 10;
    int kills = 4;
    String failing = "success by watermarks " + mode;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    environment.getConfig().setAutoWatermarkInterval(10);
    Jobs.numberedByCheckpoint(environment, (long) partitions * BATCHES_PER_PARTITION, ROWS, 20)
        .map(new FailingMap<>(failing, kills, 2, 5))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<RecordBatch>forMonotonousTimestamps()
                .withTimestampAssigner((batch, none) -> batch.body().buffer(1).getLong(0)))
        .sinkTo(
            mode.set(inTurn())
                .rollAtAge(Duration.ofMillis(100))
                .committedFiles(
                    committed ->
                        committed.successFiles(
                            SuccessFilesITCase::beginOf,
                            Duration.ofMillis((long) ROWS * BATCHES_PER_PARTITION)))
                .build())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf(failing)).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) partitions * BATCHES_PER_PARTITION * ROWS);
    assertThat(BEHIND_THEIR_MARKER).isEmpty();
    for (int partition = 0; partition < 3; partition++) {
      assertThat(marker(partition)).exists().isEmptyFile();
    }
    assertThat(marker(partitions - 1)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void withoutCheckpointsAllAreMarkedAtTheEnd(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(2).setRuntimeMode(mode);
    environment
        .fromSequence(0, 3L * BATCHES_PER_PARTITION - 1)
        .map(
            batch -> NumberedBatches.of(batch * ROWS, ROWS),
            RecordBatchTypeInfo.of(NumberedBatches.SCHEMA))
        .sinkTo(sink())
        .uid("sink");
    environment.execute();
    for (int partition = 0; partition < 3; partition++) {
      VisibleSince.assertMarkedAfterAll(directory.resolve("part=" + partition));
    }
    assertThat(VisibleSince.paths()).hasSizeGreaterThan(2);
  }
}
