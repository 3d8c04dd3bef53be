package io.flinkarrow.benchmark;

import io.flinkarrow.parquet.column.CompressionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;

/**
 * Whole jobs in turns: batches into {@link io.flinkarrow.sink.ArrowParquetSink}, the rows of the
 * same batches into a FileSink of flink-parquet's row writer. Reports what the sinks cost: the CPU
 * time of the task's thread a row, less what the same job takes into a sink that discards. Files
 * are counted through with DuckDB.
 */
public final class JobTiming {

  private static final int BATCH_ROWS = 8_192;
  private static final Path MEMORY = Path.of("/dev/shm");

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
    StringBuilder table = new StringBuilder();
    table.append(
        "| data, codec | rows | ours, ns a row | flink-parquet, ns a row | ratio (spread) | emitting batches | emitting rows | bytes |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    try (TimedJobs jobs = new TimedJobs()) {
      for (DataSet dataSet : List.of(DataSet.TAXI, DataSet.EVENTS, DataSet.NESTED)) {
        int rows = (int) (dataSet.fullRows() * scale);
        int batchRows = Math.min(BATCH_ROWS, (rows + TimedJobs.FILES - 1) / TimedJobs.FILES);
        try (JobInput input = new JobInput(dataSet, rows, batchRows)) {
          for (CompressionCodec codec : List.of(CompressionCodec.SNAPPY, CompressionCodec.ZSTD)) {
            table.append(compare(jobs, input, dataSet, rows, codec, rounds));
          }
        }
      }
    }
    return table.toString();
  }

  private static String compare(
      TimedJobs jobs, JobInput input, DataSet dataSet, int rows, CompressionCodec codec, int rounds)
      throws Exception {
    double[] ours = new double[rounds];
    double[] rival = new double[rounds];
    double[] ratios = new double[rounds];
    double[] emittingBatches = new double[rounds];
    double[] emittingRows = new double[rounds];
    double bytes = 0;
    int warmUp = Math.max(1, rounds / 3);
    for (int round = -warmUp; round < rounds; round++) {
      Path base = Files.createTempDirectory(folder(), "job");
      try {
        double batchesOnly = (double) jobs.discardedBatches(input) / rows;
        double batches = (double) jobs.batches(input, base.resolve("ours"), codec) / rows;
        double rowsOnly = (double) jobs.discardedRows(input) / rows;
        double rowsWritten = (double) jobs.rows(input, base.resolve("rival"), codec) / rows;
        bytes = (double) bytes(base.resolve("ours"), rows) / bytes(base.resolve("rival"), rows);
        if (round >= 0) {
          ours[round] = batches - batchesOnly;
          rival[round] = rowsWritten - rowsOnly;
          ratios[round] = rival[round] / ours[round];
          emittingBatches[round] = batchesOnly;
          emittingRows[round] = rowsOnly;
        }
      } finally {
        FileUtils.deleteDirectory(base.toFile());
      }
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "| %s %s | %,d | %.0f | %.0f | %.1f (%.1f to %.1f) | %.1f | %.1f | %.2f of the rival's |%n",
        dataSet,
        codec,
        rows,
        median(ours),
        median(rival),
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1],
        median(emittingBatches),
        median(emittingRows),
        bytes);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static Path folder() throws IOException {
    return Files.isWritable(MEMORY) ? MEMORY : Files.createDirectories(Path.of("target"));
  }

  /** The bytes of the visible files, which must hold every row in as many files as checkpoints. */
  static long bytes(Path directory, long rows) throws IOException, SQLException {
    List<Path> files;
    try (var entries = Files.list(directory)) {
      files = entries.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    long found;
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result =
            database
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM read_parquet([%s])"
                        .formatted(
                            files.stream()
                                .map(file -> "'" + file + "'")
                                .collect(Collectors.joining(", "))))) {
      result.next();
      found = result.getLong(1);
    }
    if (found != rows || files.size() != TimedJobs.FILES) {
      throw new IllegalStateException(
          "%d rows in %d files were expected in %s but there are %d rows in %d files"
              .formatted(rows, TimedJobs.FILES, directory, found, files.size()));
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
