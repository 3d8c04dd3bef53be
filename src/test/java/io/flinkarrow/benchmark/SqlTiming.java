package io.flinkarrow.benchmark;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The same INSERT into tables of {@code arrow-parquet} and of flink-parquet's {@code parquet}, in
 * turns and in streaming mode. Reports what the tables cost: the CPU time of the task's thread a
 * row, less what the same INSERT takes into a table that throws its rows away. Part of it is
 * neither format's: the filesystem connector's own, measured with a format that discards its rows.
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
    return "| data, codec | columns | rows | arrow-parquet, ns per row | parquet, ns per row | ratio (spread) | emitting rows | connector alone | ratio without it (spread) | bytes |\n"
        + "|---|---|---|---|---|---|---|---|---|---|\n"
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
              double rowsOnly = (double) jobs.blackholeInsert(input) / rows;
              double connector =
                  (double)
                          jobs.insert(
                              input,
                              folder.resolve("none"),
                              DiscardingFormatFactory.IDENTIFIER,
                              Map.of())
                      / rows;
              double arrow =
                  (double) jobs.insert(input, folder.resolve("ours"), "arrow-parquet", ours(codec))
                      / rows;
              double parquet =
                  (double) jobs.insert(input, folder.resolve("rival"), "parquet", rival(codec))
                      / rows;
              return Map.of(
                  "ours", arrow - rowsOnly,
                  "rival", parquet - rowsOnly,
                  "our format", arrow - connector,
                  "rival's format", parquet - connector,
                  "rows only", rowsOnly,
                  "connector", connector - rowsOnly,
                  "bytes",
                      bytes(folder.resolve("ours"), rows) / bytes(folder.resolve("rival"), rows));
            });
    return String.format(
        Locale.ROOT,
        "| %s %s | %d | %,d | %.0f | %.0f | %s | %.0f | %.0f | %s | %.2f of the rival's |%n",
        dataSet,
        codec,
        input.schema().getFields().size(),
        rows,
        timed.median("ours"),
        timed.median("rival"),
        timed.ratio("rival", "ours"),
        timed.median("rows only"),
        timed.median("connector"),
        timed.ratio("rival's format", "our format"),
        timed.median("bytes"));
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

  private static double bytes(Path directory, int rows) throws Exception {
    return WrittenFiles.in(directory).require(rows, TimedJobs.FILES).bytes();
  }
}
