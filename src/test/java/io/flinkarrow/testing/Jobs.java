package io.flinkarrow.testing;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Jobs on the test's cluster that emit {@link NumberedBatches}, and what is done to them. */
public final class Jobs {

  /** No checkpoint comes by itself while a test runs. */
  public static final Duration NO_CHECKPOINTS_BY_TIME = Duration.ofHours(1);

  /** Whether claims run at full size. */
  public static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Jobs() {}

  /** A job that restarts at once, whatever fails. */
  public static StreamExecutionEnvironment environment(
      int parallelism, Duration checkpointInterval) {
    return environment(parallelism, checkpointInterval, Integer.MAX_VALUE, null);
  }

  /** A job that goes on from a savepoint. */
  public static StreamExecutionEnvironment restored(
      int parallelism, Duration checkpointInterval, @Nullable String savepoint) {
    return environment(parallelism, checkpointInterval, Integer.MAX_VALUE, savepoint);
  }

  /** A job that fails at the first failure. */
  public static StreamExecutionEnvironment withoutRestart(
      int parallelism, Duration checkpointInterval) {
    return environment(parallelism, checkpointInterval, 0, null);
  }

  private static StreamExecutionEnvironment environment(
      int parallelism, Duration checkpointInterval, int restarts, @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    return environment;
  }

  /** Batches number 0 to {@code batches}, which restore and rescale where they were. */
  public static SingleOutputStreamOperator<RecordBatch> numbered(
      StreamExecutionEnvironment environment,
      long batches,
      int rowsPerBatch,
      double batchesPerSecond) {
    DataGeneratorSource<RecordBatch> source =
        new DataGeneratorSource<>(
            batch -> NumberedBatches.of(batch * rowsPerBatch, rowsPerBatch),
            batches,
            RateLimiterStrategy.perSecond(batchesPerSecond),
            RecordBatchTypeInfo.of(NumberedBatches.SCHEMA));
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "numbered batches")
        .uid("source");
  }

  /** Stops the job with a savepoint and waits for its end. */
  public static String stopWithSavepoint(JobClient job, Path savepoints) throws Exception {
    String savepoint =
        job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return savepoint;
  }

  /** Takes a savepoint and cancels the job; what it did after the savepoint is lost on purpose. */
  public static String savepointAndCancel(JobClient job, Path savepoints) throws Exception {
    String savepoint =
        job.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    await(() -> statusOf(job) == JobStatus.CANCELED);
    return savepoint;
  }

  public static JobStatus statusOf(JobClient job) {
    try {
      return job.getJobStatus().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The job's status is unknown", e);
    }
  }

  public static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("What was waited for did not come within " + PATIENCE);
      }
      Thread.sleep(10);
    }
  }
}
