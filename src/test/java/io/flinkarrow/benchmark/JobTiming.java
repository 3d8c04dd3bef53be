package io.flinkarrow.benchmark;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Whole jobs in turns: batches into {@link io.flinkarrow.sink.ArrowParquetSink}, the rows of the
 * same batches into a FileSink of flink-parquet's row writer, and rows with values of their own
 * into both sinks. Reports what the sinks cost: the CPU time of the task's thread a row, less what
 * the same job takes into a sink that discards. Files are counted through with DuckDB.
 */
public final class JobTiming {

  private final double scale;

  /**
   * @param scale of the rows that figures are taken with
   */
  JobTiming(double scale) {
    this.scale = scale;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
    TimingReport.publish("job", new JobTiming(1).run(rounds));
  }

  /** Runs every data set with every codec and returns a table in Markdown. */
  String run(int rounds) throws Exception {
    return "| data, codec | rows | ours, ns per row | flink-parquet, ns per row | ratio (spread) | ours from rows, ns per row | flink-parquet from these, ns per row | ratio (spread) | emitting batches | emitting rows | emitting own rows | bytes |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|---|\n"
        + TimedRounds.everyInput(
            scale,
            (jobs, input, dataSet, rows, codec) ->
                compare(jobs, input, dataSet, rows, codec, rounds));
  }

  private static String compare(
      TimedJobs jobs, JobInput input, DataSet dataSet, int rows, CompressionCodec codec, int rounds)
      throws Exception {
    TimedRounds timed =
        TimedRounds.of(
            rounds,
            folder -> {
              double batchesOnly = (double) jobs.discardedBatches(input) / rows;
              double batches = (double) jobs.batches(input, folder.resolve("ours"), codec) / rows;
              double rowsOnly = (double) jobs.discardedRows(input) / rows;
              double rowsWritten = (double) jobs.rows(input, folder.resolve("rival"), codec) / rows;
              double ownRowsOnly = (double) jobs.discardedOwnRows(input) / rows;
              double ownRows = (double) jobs.ownRows(input, folder.resolve("own"), codec) / rows;
              double rivalsOwnRows =
                  (double) jobs.ownRowsOfFlinkParquet(input, folder.resolve("rival's own"), codec)
                      / rows;
              bytes(folder.resolve("own"), rows);
              return Map.of(
                  "ours",
                  batches - batchesOnly,
                  "rival",
                  rowsWritten - rowsOnly,
                  "batches only",
                  batchesOnly,
                  "rows only",
                  rowsOnly,
                  "own rows",
                  ownRows - ownRowsOnly,
                  "rival's own rows",
                  rivalsOwnRows - ownRowsOnly,
                  "own rows only",
                  ownRowsOnly,
                  "bytes",
                  bytes(folder.resolve("ours"), rows) / bytes(folder.resolve("rival"), rows));
            });
    return String.format(
        Locale.ROOT,
        "| %s %s | %,d | %.0f | %.0f | %s | %.0f | %.0f | %s | %.1f | %.1f | %.1f | %.2f of the rival's |%n",
        dataSet,
        codec,
        rows,
        timed.median("ours"),
        timed.median("rival"),
        timed.ratio("rival", "ours"),
        timed.median("own rows"),
        timed.median("rival's own rows"),
        timed.ratio("rival's own rows", "own rows"),
        timed.median("batches only"),
        timed.median("rows only"),
        timed.median("own rows only"),
        timed.median("bytes"));
  }

  private static double bytes(Path directory, int rows) throws Exception {
    return WrittenFiles.in(directory).require(rows, TimedJobs.FILES).bytes();
  }
}
