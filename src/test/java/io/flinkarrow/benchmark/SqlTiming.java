package io.flinkarrow.benchmark;

import io.flinkarrow.parquet.column.CompressionCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * The same INSERT into tables of {@code arrow-parquet} and of flink-parquet's {@code parquet}, in
 * turns and in streaming mode. Reports what the tables cost: the CPU time of the task's thread a
 * row, less what the same INSERT takes into a table that throws its rows away.
 */
public final class SqlTiming {

  private final double scale;

  /**
   * @param scale of the rows that figures are taken with
   */
  SqlTiming(double scale) {
    this.scale = scale;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
    TimingReport.publish("sql", new SqlTiming(1).run(rounds));
  }

  /** Runs every data set with every codec and returns a table in Markdown. */
  String run(int rounds) throws Exception {
    StringBuilder table = new StringBuilder();
    table.append(
        "| data, codec | columns | rows | arrow-parquet, ns a row | parquet, ns a row | ratio (spread) | emitting rows | bytes |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    try (TimedJobs jobs = new TimedJobs()) {
      for (DataSet dataSet : List.of(DataSet.TAXI, DataSet.EVENTS, DataSet.NESTED)) {
        int rows = (int) (dataSet.fullRows() * scale);
        int batchRows = Math.min(8_192, (rows + TimedJobs.FILES - 1) / TimedJobs.FILES);
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
    double[] emitting = new double[rounds];
    double bytes = 0;
    int warmUp = Math.max(1, rounds / 3);
    for (int round = -warmUp; round < rounds; round++) {
      Path base = Files.createTempDirectory(JobTiming.folder(), "sql");
      try {
        double rowsOnly = (double) jobs.discardingInsert(input) / rows;
        double arrow =
            (double) jobs.insert(input, base.resolve("ours"), "arrow-parquet", ours(codec)) / rows;
        double parquet =
            (double) jobs.insert(input, base.resolve("rival"), "parquet", rival(codec)) / rows;
        bytes =
            (double) JobTiming.bytes(base.resolve("ours"), rows)
                / JobTiming.bytes(base.resolve("rival"), rows);
        if (round >= 0) {
          ours[round] = arrow - rowsOnly;
          rival[round] = parquet - rowsOnly;
          ratios[round] = rival[round] / ours[round];
          emitting[round] = rowsOnly;
        }
      } finally {
        FileUtils.deleteDirectory(base.toFile());
      }
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "| %s %s | %d | %,d | %.0f | %.0f | %.1f (%.1f to %.1f) | %.0f | %.2f of the rival's |%n",
        dataSet,
        codec,
        input.schema().getFields().size(),
        rows,
        JobTiming.median(ours),
        JobTiming.median(rival),
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1],
        JobTiming.median(emitting),
        bytes);
  }

  private static Map<String, String> ours(CompressionCodec codec) {
    return codec == CompressionCodec.ZSTD
        ? Map.of("arrow-parquet.codec", "zstd", "arrow-parquet.compression-level", "3")
        : Map.of("arrow-parquet.codec", codec.name());
  }

  /** Its ZSTD has level 3 by default; its timestamps would be INT96. */
  private static Map<String, String> rival(CompressionCodec codec) {
    return Map.of(
        "parquet.compression", codec.name(),
        "parquet.write.int64.timestamp", "true",
        "parquet.utc-timezone", "true");
  }
}
