package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.sink.ArrowParquetSink;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/**
 * A Flink job that turns a stream of Arrow record batches into Parquet part files, exactly once,
 * and then checks that it did. {@link #build} is the job; the rest starts it on a local cluster,
 * shows its progress and compares what lies in the files with what went in.
 */
public final class FlightsToParquet {

  private static final int BAD_USAGE = 2;
  private static final int PARALLELISM = 2;
  private static final int RESTARTS_ALLOWED = 10;

  private FlightsToParquet() {}

  public static void main(String[] arguments) throws Exception {
    if (!Vectors.areUsable(System.err)) {
      System.exit(BAD_USAGE);
    }
    FlightsRun run;
    try {
      run = FlightsRun.parse(arguments);
      run.check();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(FlightsRun.USAGE);
      System.exit(BAD_USAGE);
      return;
    }
    try {
      System.exit(execute(run, System.out) ? 0 : 1);
    } catch (ExecutionException e) {
      System.err.println("The job failed: " + ExceptionUtils.stringifyException(e.getCause()));
      System.exit(1);
    }
  }

  /** The job: a checkpointed source of record batches, and the sink. */
  static StreamExecutionEnvironment build(FlightsRun run, FlightsInput input, Path out) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS_ALLOWED);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    environment.enableCheckpointing(run.checkpointInterval().toMillis());

    RecordBatchTypeInfo batchType = RecordBatchTypeInfo.of(input.schema());
    DataStream<RecordBatch> flights =
        environment.fromSource(
            new DataGeneratorSource<>(
                new FlightsReplay(run.input().toString(), run.rowsPerBatch()),
                input.batches().size(),
                RateLimiterStrategy.perSecond(run.batchesPerSecond()),
                batchType),
            WatermarkStrategy.noWatermarks(),
            "Flights");
    if (run.kill()) {
      flights = flights.map(FailOnPurpose.threeTimes(input.batches().size())).returns(batchType);
    }
    flights
        .sinkTo(ArrowParquetSink.forBatches(out, input.schema()).build())
        .name("Parquet part files");
    return environment;
  }

  /** Runs the job, reports, and says whether the part files hold what the input does. */
  static boolean execute(FlightsRun run, PrintStream out) throws Exception {
    FlightsInput input = FlightsInput.read(run.input(), run.rowsPerBatch());
    out.printf(
        "%nReplaying %,d flights as %,d Arrow record batches through a local Flink cluster:%n"
            + "parallelism %d, a checkpoint every %d ms%s.%n%n",
        input.rows(),
        input.batches().size(),
        PARALLELISM,
        run.checkpointInterval().toMillis(),
        run.kill() ? ", and three failures on purpose" : "");

    PartFiles files = new PartFiles(run.out());
    long start = System.nanoTime();
    CompletableFuture<JobExecutionResult> result =
        build(run, input, new Path(run.out().toUri()))
            .executeAsync("Flights to Parquet")
            .getJobExecutionResult();
    awaitWithProgress(run, result, files, start, out);
    double seconds = secondsSince(start);

    files.refresh();
    FooterReport.print(out, input, files, seconds);
    boolean same = ValueCheck.print(out, input, files);
    if (run.kill()) {
      out.printf(
          "Killed the job %d times on purpose; Flink restarted it %d times.%n"
              + "What the kills cut off stays hidden and unread: %d unfinished files.%n%n",
          FailOnPurpose.kills(), FailOnPurpose.restarts(), files.unfinished());
    }
    out.printf("The part files are in%n  %s%n", run.out());
    return same;
  }

  private static void awaitWithProgress(
      FlightsRun run,
      CompletableFuture<JobExecutionResult> result,
      PartFiles files,
      long start,
      PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    boolean terminal = System.console() != null;
    while (true) {
      try {
        result.get(200, TimeUnit.MILLISECONDS);
        if (terminal) {
          out.print("\r\033[K");
        }
        return;
      } catch (TimeoutException stillRunning) {
        if (terminal) {
          files.refresh();
          out.printf(
              "\r  %4.1f s   %3d part files   %,9d rows committed%s",
              secondsSince(start),
              files.count(),
              files.rows(),
              run.kill() ? "   failures: " + FailOnPurpose.kills() : "");
          out.flush();
        }
      }
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
