package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job in batch mode has no checkpoints. Only the tasks that failed run again, with what the tasks
 * before them left: that is Flink's default, and with {@code failover-strategy=full} files that are
 * visible already would be written once more.
 */
class FaultyBatchJobITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final int ROWS = 50;

  @TempDir Path directory;

  @Test
  void aBatchJobThatFailsWritesEveryRowOnce() throws Exception {
    int batches = 100;
    FaultyFileSystem.reset();
    FaultyFileSystem.fail(Step.WRITE, 9, 2);
    FaultyFileSystem.fail(Step.AFTER_COMMIT, 1, 1);
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(2);
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    Jobs.numbered(environment, batches, ROWS, 10_000)
        .rebalance()
        .sinkTo(
            ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), NumberedBatches.SCHEMA)
                .options(WriterOptions.builder().rowGroupRows(2 * ROWS).build())
                .build());
    environment.execute();
    assertThat(FaultyFileSystem.failuresAt(Step.WRITE)).isEqualTo(2);
    assertThat(FaultyFileSystem.failuresAt(Step.AFTER_COMMIT)).isEqualTo(1);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    Jobs.await(() -> FaultyFileSystem.openStreams() == 0);
  }
}
