package io.flinkarrow.benchmark.comparison;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run measures, and for how long.
 *
 * @param rows of every data set, a tenth of them for the wide one; if empty, those that figures are
 *     taken with
 * @param equalCells how many cells the comparison of column counts writes
 * @param fewestRounds that a cell gets, however long they take
 * @param secondsPerCell after which no further round starts
 * @param warmUps files that each contestant writes at least before the rounds
 * @param warmUpSeconds that it spends on them at least
 * @param ownProcesses whether every data set and every memory figure gets new processes
 * @param processOptions of the contestants' JVMs
 * @param results folder where figures are kept
 */
public record Settings(
    Set<DataSet> dataSets,
    Set<CompressionCodec> codecs,
    Set<Contestant> contestants,
    Set<Experiment> experiments,
    OptionalInt rows,
    int equalCells,
    int fewestRounds,
    int mostRounds,
    int secondsPerCell,
    int warmUps,
    int warmUpSeconds,
    int memoryRounds,
    boolean ownProcesses,
    List<String> processOptions,
    Path results) {

  private static final String PREFIX = "benchmark.";

  /**
   * The whole heap from the start, as Flink starts its task managers. Threads that end take their
   * CPU time with them: those of the compiler must stay.
   */
  private static final List<String> COMMON_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx3g",
          "-Xms3g",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "--add-opens=java.base/java.nio=ALL-UNNAMED");

  public Settings {
    contestants = EnumSet.copyOf(contestants);
    contestants.add(Contestant.OURS);
  }

  /**
   * Full size, as the system properties {@code benchmark.dataSets}, {@code .codecs}, {@code
   * .contestants}, {@code .experiments} (names separated by commas), {@code .fewestRounds}, {@code
   * .mostRounds}, {@code .secondsPerCell}, {@code .warmUps}, {@code .memoryRounds} and {@code
   * .results} say.
   */
  public static Settings ofSystemProperties() {
    return new Settings(
        choice("dataSets", DataSet.class, EnumSet.allOf(DataSet.class)),
        choice(
            "codecs",
            CompressionCodec.class,
            EnumSet.of(
                CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.ZSTD)),
        choice("contestants", Contestant.class, EnumSet.allOf(Contestant.class)),
        choice("experiments", Experiment.class, EnumSet.allOf(Experiment.class)),
        OptionalInt.empty(),
        10_000_000,
        number("fewestRounds", 5),
        number("mostRounds", 21),
        number("secondsPerCell", 30),
        number("warmUps", 10),
        2,
        number("memoryRounds", 3),
        true,
        COMMON_OPTIONS,
        Path.of(System.getProperty(PREFIX + "results", "target/benchmark")));
  }

  /** Everything once with few rows, in few processes: shows that it works, not how fast. */
  public static Settings tiny(int rows, Path results) {
    return new Settings(
        EnumSet.allOf(DataSet.class),
        EnumSet.of(CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.ZSTD),
        EnumSet.allOf(Contestant.class),
        EnumSet.allOf(Experiment.class),
        OptionalInt.of(rows),
        10_000,
        1,
        1,
        0,
        0,
        0,
        1,
        false,
        Stream.concat(COMMON_OPTIONS.stream(), Stream.of("-XX:TieredStopAtLevel=1")).toList(),
        results);
  }

  int rowsOf(DataSet dataSet) {
    int few = rows.orElse(dataSet.fullRows());
    return dataSet == DataSet.WIDE && rows.isPresent() ? 1 + few / 10 : few;
  }

  /** Where files are written: in memory if the system has such a file system. */
  Path temporaryFolder() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "writer-comparison")
        : Files.createTempDirectory("writer-comparison");
  }

  private static <E extends Enum<E>> Set<E> choice(String name, Class<E> type, EnumSet<E> all) {
    String value = System.getProperty(PREFIX + name, "");
    if (value.isEmpty()) {
      return all;
    }
    EnumSet<E> chosen = EnumSet.noneOf(type);
    for (String part : value.split(",")) {
      String constant = part.strip().toUpperCase(Locale.ROOT).replace('-', '_');
      try {
        chosen.add(Enum.valueOf(type, constant));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "-D%s%s=%s: '%s' is none of %s"
                .formatted(PREFIX, name, value, part, Arrays.toString(type.getEnumConstants())),
            e);
      }
    }
    return chosen;
  }

  private static int number(String name, int otherwise) {
    String value = System.getProperty(PREFIX + name, "");
    return value.isEmpty() ? otherwise : Integer.parseInt(value);
  }
}
