package io.flinkarrow.benchmark;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * Works that take turns: every round runs each of them once, in the same order, and its figures are
 * compared with those of the same round.
 */
public final class TimedRounds {

  private static final int BATCH_ROWS = 8_192;

  /** What is less has decimals in tables. */
  private static final int SMALL = 10;

  private static final Path MEMORY = Path.of("/dev/shm");

  private final int rounds;
  private final Map<String, double[]> figures = new LinkedHashMap<>();

  private TimedRounds(int rounds) {
    this.rounds = rounds;
  }

  /** What a data set and a codec give: a row of a table in Markdown. */
  interface Comparison {
    String row(TimedJobs jobs, JobInput input, DataSet dataSet, int rows, CompressionCodec codec)
        throws Exception;
  }

  /** Runs every data set with every codec on one cluster. */
  static String everyInput(double scale, Comparison comparison) throws Exception {
    StringBuilder table = new StringBuilder();
    try (TimedJobs jobs = new TimedJobs()) {
      for (DataSet dataSet : List.of(DataSet.TAXI, DataSet.EVENTS, DataSet.NESTED)) {
        int rows = (int) (dataSet.fullRows() * scale);
        int batchRows = Math.min(BATCH_ROWS, (rows + TimedJobs.FILES - 1) / TimedJobs.FILES);
        try (JobInput input = new JobInput(dataSet, rows, batchRows)) {
          for (CompressionCodec codec : List.of(CompressionCodec.SNAPPY, CompressionCodec.ZSTD)) {
            table.append(comparison.row(jobs, input, dataSet, rows, codec));
          }
        }
      }
    }
    return table.toString();
  }

  /** A round's works, which write below a folder of the round's own. */
  public interface Round {
    Map<String, Double> run(Path folder) throws Exception;
  }

  /** Runs the rounds and keeps what they return. A third as many before only warm up. */
  static TimedRounds of(int rounds, Round round) throws Exception {
    return of(rounds, Math.max(1, rounds / 3), round);
  }

  /**
   * The same with any number of rounds before.
   *
   * @param warmUps rounds that are not kept
   */
  public static TimedRounds of(int rounds, int warmUps, Round round) throws Exception {
    TimedRounds timed = new TimedRounds(rounds);
    for (int i = -warmUps; i < rounds; i++) {
      int index = i;
      Path folder = Files.createTempDirectory(parent(), "timed");
      try {
        Map<String, Double> found = round.run(folder);
        if (index >= 0) {
          found.forEach(
              (name, value) ->
                  timed.figures.computeIfAbsent(name, any -> new double[rounds])[index] = value);
        }
      } finally {
        FileUtils.deleteDirectory(folder.toFile());
      }
    }
    return timed;
  }

  public double median(String name) {
    double[] sorted = figures.get(name).clone();
    Arrays.sort(sorted);
    return sorted[rounds / 2];
  }

  /** The median, and the least in brackets. */
  public String medianAndBest(String name) {
    double best = Arrays.stream(figures.get(name)).min().orElseThrow();
    return String.format(
        Locale.ROOT, best < SMALL ? "%.2f (%.2f)" : "%.0f (%.0f)", median(name), best);
  }

  /** How many times more the rival took in the same round: the median, and the range. */
  public String ratio(String rival, String ours) {
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] = figures.get(rival)[i] / figures.get(ours)[i];
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", ratios[rounds / 2], ratios[0], ratios[rounds - 1]);
  }

  private static Path parent() throws IOException {
    return Files.isWritable(MEMORY) ? MEMORY : Files.createDirectories(Path.of("target"));
  }
}
