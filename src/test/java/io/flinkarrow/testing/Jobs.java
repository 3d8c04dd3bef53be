package io.flinkarrow.testing;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.function.SerializableFunction;

/** Jobs on the test's cluster that emit {@link NumberedBatches}, and what is done to them. */
public final class Jobs {

  /** Many checkpoints in a short test. */
  public static final Duration OFTEN = Duration.ofMillis(50);

  /** Whether claims run at full size. */
  public static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  /** Enough for failures on purpose; what fails for another reason must not fail for ever. */
  private static final int MOST_RESTARTS = 150;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Jobs() {}

  /**
   * A cluster in this JVM on which tasks may be killed while checkpoints are taken. All tasks of a
   * job restart together: when only the failed one does, Flink 2.3's OperatorCoordinatorHolder may
   * find "some subtask gateway can be closed while others cannot" and end the whole JVM.
   */
  public static MiniClusterExtension clusterForKills() {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());
  }

  /** A job with checkpoints that restarts at once. */
  public static StreamExecutionEnvironment environment(int parallelism) {
    return environment(parallelism, OFTEN, MOST_RESTARTS, null);
  }

  /** A job that has savepoints only; Flink takes a checkpoint at the start of any other. */
  public static StreamExecutionEnvironment withoutCheckpoints(int parallelism) {
    return environment(parallelism, null, MOST_RESTARTS, null);
  }

  /** A job with checkpoints that goes on from a savepoint. */
  public static StreamExecutionEnvironment restored(int parallelism, @Nullable String savepoint) {
    return environment(parallelism, OFTEN, MOST_RESTARTS, savepoint);
  }

  /**
   * A job with checkpoints that goes on from a savepoint and fails for good at the first failure.
   */
  public static StreamExecutionEnvironment restoredWithoutRestart(
      int parallelism, String savepoint) {
    return environment(parallelism, OFTEN, 0, savepoint);
  }

  /** A job that has savepoints only, and goes on from one. */
  public static StreamExecutionEnvironment restoredWithoutCheckpoints(
      int parallelism, @Nullable String savepoint) {
    return environment(parallelism, null, MOST_RESTARTS, savepoint);
  }

  /** A job with checkpoints that fails for good at the first failure. */
  public static StreamExecutionEnvironment withoutRestart(int parallelism) {
    return environment(parallelism, OFTEN, 0, null);
  }

  private static StreamExecutionEnvironment environment(
      int parallelism,
      @Nullable Duration checkpointInterval,
      int restarts,
      @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    if (checkpointInterval != null) {
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    }
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
    return numbered(
        environment, batches, rowsPerBatch, RateLimiterStrategy.perSecond(batchesPerSecond));
  }

  /**
   * The same, but so many at once and then none until a checkpoint completed: how many checkpoints
   * there are does not depend on how fast the machine is.
   */
  public static SingleOutputStreamOperator<RecordBatch> numberedByCheckpoint(
      StreamExecutionEnvironment environment,
      long batches,
      int rowsPerBatch,
      int batchesPerCheckpoint) {
    return numbered(
        environment,
        batches,
        rowsPerBatch,
        RateLimiterStrategy.perCheckpoint(batchesPerCheckpoint));
  }

  private static SingleOutputStreamOperator<RecordBatch> numbered(
      StreamExecutionEnvironment environment,
      long batches,
      int rowsPerBatch,
      RateLimiterStrategy<?> rate) {
    return generated(
        environment,
        batch -> NumberedBatches.of(batch * rowsPerBatch, rowsPerBatch),
        batches,
        rate,
        RecordBatchTypeInfo.of(NumberedBatches.SCHEMA));
  }

  /** Only the numbers of the batches, so many at once as {@link #numberedByCheckpoint} emits. */
  public static SingleOutputStreamOperator<Long> batchNumbers(
      StreamExecutionEnvironment environment, long batches, int batchesPerCheckpoint) {
    return generated(
        environment,
        batch -> batch,
        batches,
        RateLimiterStrategy.perCheckpoint(batchesPerCheckpoint),
        Types.LONG);
  }

  private static <T> SingleOutputStreamOperator<T> generated(
      StreamExecutionEnvironment environment,
      GeneratorFunction<Long, T> elementOf,
      long count,
      RateLimiterStrategy<?> rate,
      TypeInformation<T> type) {
    return environment
        .fromSource(
            new DataGeneratorSource<>(elementOf, count, rate, type),
            WatermarkStrategy.noWatermarks(),
            "numbered batches")
        .uid("source");
  }

  /** The rows of batches that are given by their numbers. */
  public static DataStream<RowData> rows(
      DataStream<Long> batches,
      int rowsPerBatch,
      RowType type,
      SerializableFunction<Long, RowData> rowOf) {
    FlatMapFunction<Long, RowData> rows =
        (batch, out) ->
            LongStream.range(batch * rowsPerBatch, (batch + 1) * rowsPerBatch)
                .mapToObj(rowOf::apply)
                .forEach(out::collect);
    return batches.flatMap(rows, InternalTypeInfo.of(type));
  }

  /** Stops the job with a savepoint and waits for its end. */
  public static String stopWithSavepoint(JobClient job, Path savepoints) throws Exception {
    return stop(job, false, savepoints);
  }

  /** Waits for a job to end by itself. */
  public static void awaitEnd(JobClient job) throws Exception {
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Ends the job as if its input had ended, with a savepoint that nobody needs. */
  public static void drain(JobClient job, Path savepoints) throws Exception {
    stop(job, true, savepoints);
  }

  private static String stop(JobClient job, boolean drain, Path savepoints) throws Exception {
    CompletableFuture<?> end = job.getJobExecutionResult();
    String savepoint =
        whenAllTasksRun(
            () ->
                job.stopWithSavepoint(
                    drain, savepoints.toUri().toString(), SavepointFormatType.CANONICAL));
    end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return savepoint;
  }

  /**
   * Takes a savepoint. Shortly after a failure some tasks are not up yet, the savepoint fails for
   * one of several reasons, the job goes on, and another savepoint is tried.
   */
  private static String whenAllTasksRun(Supplier<CompletableFuture<String>> savepoint)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return savepoint.get().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof CheckpointException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  /** Whether a savepoint succeeds, which it does not while a task begins or ends. */
  public static boolean takesSavepoint(JobClient job, Path savepoints) {
    try {
      job.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("No savepoint", e);
    }
  }

  /** Takes a savepoint and cancels the job; what it did after the savepoint is lost on purpose. */
  public static String savepointAndCancel(JobClient job, Path savepoints) throws Exception {
    String savepoint =
        whenAllTasksRun(
            () ->
                job.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL));
    CompletableFuture<?> end = job.getJobExecutionResult();
    job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    end.handle((result, cancelled) -> cancelled).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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
