package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whichever step of a part file's life fails, visible files hold every row once. */
class FaultyFilesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 50;

  @TempDir Path directory;
  @TempDir Path savepoints;

  private static BucketsBy<RecordBatch> spread(int buckets) {
    return new BucketsBy<>(batch -> "bucket=" + Math.floorMod(batch.hashCode(), buckets));
  }

  private ArrowParquetSink.Builder<RecordBatch> sink(WriterOptions options) {
    return ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), NumberedBatches.SCHEMA)
        .options(options);
  }

  private static WriterOptions smallRowGroups() {
    return WriterOptions.builder().rowGroupRows(2 * ROWS).build();
  }

  @BeforeEach
  void nothingFails() {
    FaultyFileSystem.reset();
  }

  private void assertHoldsExactly(long rows) throws Exception {
    PartFiles.assertHoldsExactly(directory, rows);
    Jobs.await(() -> FaultyFileSystem.openStreams() == 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {
        "OPEN",
        "WRITE",
        "SHORT_WRITE",
        "AFTER_WRITE",
        "FLUSH",
        "BEFORE_CLOSE_FOR_COMMIT",
        "AFTER_CLOSE_FOR_COMMIT",
        "RECOVER_FOR_COMMIT",
        "BEFORE_COMMIT",
        "AFTER_COMMIT"
      })
  void aStepThatFailsLosesAndDoublesNothing(Step step) throws Exception {
    int batches = 200;
    int failures = 3;
    FaultyFileSystem.fail(step, 3, failures);
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .sinkTo(sink(smallRowGroups()).build());
    environment.execute();
    assertThat(FaultyFileSystem.failuresAt(step)).isEqualTo(failures);
    assertHoldsExactly((long) batches * ROWS);
  }

  /** Each batch ends another bucket's row group, and that is what fails. */
  @Test
  void aBucketWhoseRowGroupFailsForAnothersBatchLosesNothing() throws Exception {
    int batches = 200;
    int rows = 1_000;
    int failures = 6;
    FaultyFileSystem.fail(Step.WRITE, 17, failures);
    WriterOptions options = WriterOptions.builder().memoryBudgetBytes(250_000).build();
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, rows, 40)
        .sinkTo(sink(options).bucketAssigner(spread(20)).build());
    environment.execute();
    assertThat(FaultyFileSystem.failuresAt(Step.WRITE)).isEqualTo(failures);
    assertHoldsExactly((long) batches * rows);
    assertThat(PartFiles.visible(directory))
        .as("files whose row groups the budget ended")
        .anyMatch(file -> PartFiles.rowGroups(file) > 1);
  }

  /** Batches in flight are kept in the checkpoint and read back by another number of writers. */
  @Test
  void batchesInFlightOfAnUnalignedCheckpointComeOnceAtAnyParallelism() throws Exception {
    int batches = 1500;
    String savepoint = null;
    for (int parallelism : new int[] {1, 3, 1}) {
      FaultyFileSystem.slowDown(savepoint == null || parallelism == 3 ? 2 : 0);
      FaultyFileSystem.fail(Step.WRITE, 40, 2);
      JobClient job = unaligned(parallelism, savepoint, batches).executeAsync();
      Jobs.await(() -> FaultyFileSystem.failuresAt(Step.WRITE) == 2);
      int before = PartFiles.visible(directory).size();
      if (savepoint != null && parallelism == 1) {
        job.getJobExecutionResult().get();
      } else {
        Jobs.await(() -> PartFiles.visible(directory).size() > before + 8);
        savepoint = Jobs.stopWithSavepoint(job, savepoints);
        assertThat(PartFiles.ids(directory)).hasSizeLessThan(batches * ROWS);
      }
    }
    assertHoldsExactly((long) batches * ROWS);
  }

  private StreamExecutionEnvironment unaligned(int parallelism, String savepoint, int batches) {
    StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
    Configuration unaligned = new Configuration();
    unaligned.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    unaligned.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, Duration.ZERO);
    environment.configure(unaligned);
    Jobs.numbered(environment, batches, ROWS, 1e6)
        .rebalance()
        .sinkTo(sink(WriterOptions.builder().rowGroupRows(ROWS).build()).build())
        .uid("sink");
    return environment;
  }

  @Test
  void aJobCancelledWhileItWritesLeavesOnlyWholeFilesVisible() throws Exception {
    FaultyFileSystem.slowDown(5);
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numbered(environment, 100_000, ROWS, 1e6)
        .sinkTo(sink(smallRowGroups()).bucketAssigner(spread(3)).build());
    JobClient job = environment.executeAsync();
    Jobs.await(() -> PartFiles.visible(directory).size() > 6);
    job.cancel().get();
    Jobs.await(() -> Jobs.statusOf(job).isGloballyTerminalState());
    Jobs.await(() -> FaultyFileSystem.openStreams() == 0);
    long[] ids = PartFiles.ids(directory);
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(PartFiles.hidden(directory)).isNotEmpty();
  }
}
