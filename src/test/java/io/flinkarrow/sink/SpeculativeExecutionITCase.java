package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SlowTaskDetectorOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two attempts of one task write at the same time, and the slower one is given up. */
class SpeculativeExecutionITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(speculative())
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final int BATCHES = 200;
  private static final int ROWS = 25;

  private static final AtomicInteger STUCK = new AtomicInteger();

  @TempDir Path directory;

  private static Configuration speculative() {
    Configuration configuration = new Configuration();
    configuration.set(BatchExecutionOptions.SPECULATIVE_ENABLED, true);
    configuration.set(BatchExecutionOptions.BLOCK_SLOW_NODE_DURATION, Duration.ZERO);
    configuration.set(SlowTaskDetectorOptions.CHECK_INTERVAL, Duration.ofMillis(100));
    configuration.set(SlowTaskDetectorOptions.EXECUTION_TIME_BASELINE_MULTIPLIER, 1.0);
    configuration.set(SlowTaskDetectorOptions.EXECUTION_TIME_BASELINE_RATIO, 0.2);
    configuration.set(
        SlowTaskDetectorOptions.EXECUTION_TIME_BASELINE_LOWER_BOUND, Duration.ofMillis(100));
    return configuration;
  }

  /** Lets some batches through and then hangs, in the first attempt of the first task. */
  private static final class StuckAtFirst extends RichMapFunction<Long, RecordBatch> {
    private static final long serialVersionUID = 1L;
    private boolean hangs;
    private int mapped;

    @Override
    public void open(OpenContext context) {
      var task = getRuntimeContext().getTaskInfo();
      hangs = task.getAttemptNumber() == 0 && task.getIndexOfThisSubtask() == 0;
    }

    @Override
    public RecordBatch map(Long number) throws Exception {
      if (hangs && ++mapped == 6) {
        STUCK.incrementAndGet();
        Thread.sleep(Duration.ofSeconds(60).toMillis());
      }
      return NumberedBatches.of(number * ROWS, ROWS);
    }
  }

  @Test
  void rowsOfTheAttemptThatIsGivenUpDoNotCount() throws Exception {
    Configuration configuration = speculative();
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    environment.setParallelism(2);
    environment
        .fromSequence(0, BATCHES - 1)
        .rebalance()
        .map(new StuckAtFirst())
        .returns(RecordBatchTypeInfo.of(NumberedBatches.SCHEMA))
        .setParallelism(2)
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
                .build())
        .setParallelism(2);
    environment.execute();
    assertThat(STUCK).as("attempts that hung").hasValue(1);
    assertThat(PartFiles.hidden(directory)).as("of the attempt that hung").isNotEmpty();
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
  }
}
