package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.read.ArrowParquetSource;
import io.flinkarrow.sink.ArrowParquetSink;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/**
 * A Flink job that reads a Parquet file as a stream of Arrow record batches, works on their
 * vectors, and writes them to Parquet again, exactly once, although it fails on the way. What there
 * is to copy is {@link #readParquetStream}, {@link #inCalifornia} and {@link #writeParquetStream};
 * the rest runs them on a local cluster, checks the files and draws a picture.
 */
public final class EarthquakeLoop {

  /** Roughly, with some of Nevada. */
  static final Box CALIFORNIA = new Box(-124.5, 32.5, -114, 42);

  /** San Francisco, in degrees. */
  static final double LONGITUDE = -122.4194;

  static final double LATITUDE = 37.7749;

  private static final String USAGE = "usage: EarthquakeLoop DATA-FOLDER OUT-FOLDER";
  private static final int ARGUMENTS = 2;
  private static final int BAD_USAGE = 2;

  private static final int PARALLELISM = 2;

  /** The file is small, and each task should have some of it. */
  private static final int SPLIT_BYTES = 16 << 10;

  private static final int RESTARTS_ALLOWED = 3;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

  private EarthquakeLoop() {}

  public static void main(String[] arguments) throws Exception {
    if (!Vectors.areUsable(System.err)) {
      System.exit(BAD_USAGE);
    }
    if (arguments.length != ARGUMENTS) {
      System.err.println(USAGE);
      System.exit(BAD_USAGE);
    }
    java.nio.file.Path out = java.nio.file.Path.of(arguments[1]).toAbsolutePath();
    try {
      OutFolder.make(out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_USAGE);
    }
    try {
      System.exit(execute(java.nio.file.Path.of(arguments[0]), out, System.out) ? 0 : 1);
    } catch (ExecutionException e) {
      System.err.println("The job failed: " + ExceptionUtils.stringifyException(e.getCause()));
      System.exit(1);
    }
  }

  /** A file, or all files of a directory, as a stream of record batches. */
  static DataStream<RecordBatch> readParquetStream(
      StreamExecutionEnvironment environment, Path path) {
    return environment
        .fromSource(
            ArrowParquetSource.forBatches(path).splitBytes(SPLIT_BYTES).build(),
            WatermarkStrategy.noWatermarks(),
            "read Parquet")
        .uid("read");
  }

  /** Two steps, each from batch to batch. */
  static DataStream<RecordBatch> inCalifornia(DataStream<RecordBatch> batches, Schema schema) {
    return batches
        .map(new RowsInBox("point", CALIFORNIA))
        .returns(RecordBatchTypeInfo.of(schema))
        .name("rows in a box")
        .map(new DistanceAndCell("point", LONGITUDE, LATITUDE))
        .returns(RecordBatchTypeInfo.of(DistanceAndCell.schema(schema)))
        .name("distance and cell");
  }

  /** Writes GeoParquet: the schema says which columns hold geometries. */
  static void writeParquetStream(DataStream<RecordBatch> batches, Schema schema, Path directory) {
    batches
        .sinkTo(ArrowParquetSink.forBatches(directory, schema).build())
        .name("write Parquet")
        .uid("write");
  }

  /** The job. Yours has no step that fails. */
  static void build(StreamExecutionEnvironment environment, Path from, Path to) {
    DataStream<RecordBatch> earthquakes = readParquetStream(environment, from);
    Schema schema = ((RecordBatchTypeInfo) earthquakes.getType()).schema().orElseThrow();
    DataStream<RecordBatch> failingOnce =
        earthquakes.map(FailAfterCheckpoint.once()).returns(RecordBatchTypeInfo.of(schema));
    writeParquetStream(inCalifornia(failingOnce, schema), DistanceAndCell.schema(schema), to);
  }

  /** Runs the job, reports, and says whether the part files hold what they must. */
  static boolean execute(java.nio.file.Path data, java.nio.file.Path out, PrintStream report)
      throws Exception {
    java.nio.file.Path earthquakes = data.resolve("earthquakes.parquet");
    java.nio.file.Path parts = Files.createDirectories(out.resolve("earthquakes"));
    report.printf(
        "%nReading earthquakes as record batches, keeping those in California, adding how far they%n"
            + "were from San Francisco, and writing them again. The job fails once on purpose.%n%n");
    run(new Path(earthquakes.toUri()), new Path(parts.toUri()));

    PartFiles files = new PartFiles(parts);
    files.refresh();
    OptionalLong checkpoint = FailAfterCheckpoint.restoredCheckpoint();
    report.printf(
        checkpoint.isPresent()
            ? "  The job failed, and went on from checkpoint %d.%n%n"
                .formatted(checkpoint.getAsLong())
            : "  FAILED: the job ended before it had failed and gone on from a checkpoint.%n%n");
    boolean same = LoopCheck.print(report, earthquakes, files);
    java.nio.file.Path picture = out.resolve("before-and-after.svg");
    LoopPicture.write(picture, data.resolve("countries.parquet"), earthquakes, files.paths());
    report.printf(
        "The %d part files are in%n  %s%nThe earthquakes before and after, for a browser, are in%n"
            + "  %s%n",
        files.count(), parts, picture);
    return same && checkpoint.isPresent();
  }

  private static void run(Path earthquakes, Path out) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS_ALLOWED);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());

    build(environment, earthquakes, out);
    environment.execute("Earthquakes, read and written");
  }
}
