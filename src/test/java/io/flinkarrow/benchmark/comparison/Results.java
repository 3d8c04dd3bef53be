package io.flinkarrow.benchmark.comparison;

import io.flinkarrow.benchmark.comparison.Measurement.Cell;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The figures of one or several runs; a later run replaces what it measured anew. */
public final class Results {

  private static final String FILE = "results.csv";

  private record Key(Cell cell, Contestant contestant) {
    static Key of(Measurement measurement) {
      return new Key(measurement.cell(), measurement.contestant());
    }
  }

  private record CellRun(Cell cell, String run) {
    static CellRun of(Measurement measurement) {
      return new CellRun(measurement.cell(), measurement.run());
    }
  }

  private final List<Measurement> measurements;

  public Results(List<Measurement> measurements) {
    this.measurements = List.copyOf(measurements);
  }

  /** What a folder keeps; nothing if it keeps nothing yet. */
  public static Results load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      return new Results(List.of());
    }
    List<String> lines = Files.readAllLines(file);
    return new Results(lines.subList(1, lines.size()).stream().map(Measurement::decoded).toList());
  }

  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>();
    lines.add(Measurement.HEADER);
    measurements.forEach(measurement -> lines.add(measurement.encoded()));
    Files.write(folder.resolve(FILE), lines);
  }

  /**
   * These figures, but those of {@code newer} in place of older ones of the same contestant and
   * cell. Our own older ones stay as long as a rival's are paired with them.
   */
  public Results with(List<Measurement> newer) {
    Set<Key> measuredAnew = new HashSet<>();
    newer.forEach(measurement -> measuredAnew.add(Key.of(measurement)));
    List<Measurement> kept = new ArrayList<>();
    Set<CellRun> paired = new HashSet<>();
    for (Measurement measurement : measurements) {
      if (!measuredAnew.contains(Key.of(measurement))) {
        kept.add(measurement);
        paired.add(CellRun.of(measurement));
      }
    }
    for (Measurement measurement : measurements) {
      if (measurement.contestant() == Contestant.OURS
          && measuredAnew.contains(Key.of(measurement))
          && paired.contains(CellRun.of(measurement))) {
        kept.add(measurement);
      }
    }
    kept.addAll(newer);
    return new Results(kept);
  }

  /** When the runs began that figures come from, the oldest first. */
  public Set<String> runs() {
    Set<String> runs = new TreeSet<>();
    measurements.forEach(measurement -> runs.add(measurement.run()));
    return runs;
  }

  /** The median of a figure, over the rounds of the contestant's last run. */
  public Optional<Double> median(
      Experiment experiment,
      String input,
      CompressionCodec codec,
      Contestant contestant,
      ToLongFunction<WriteResult> figure) {
    Cell cell = new Cell(experiment, input, codec);
    Optional<String> last =
        of(cell, contestant).map(Measurement::run).max(Comparator.naturalOrder());
    double[] values =
        of(cell, contestant)
            .filter(measurement -> measurement.run().equals(last.orElseThrow()))
            .mapToDouble(measurement -> figure.applyAsLong(measurement.result()))
            .toArray();
    return Spread.of(values).map(Spread::median);
  }

  /**
   * A contestant's figure divided by ours of the same run and round, of all rounds: what figures
   * are compared by, since a process that is lucky or a machine that is busy shows in both.
   */
  public Optional<Spread> ratio(
      Experiment experiment,
      String input,
      CompressionCodec codec,
      Contestant contestant,
      ToLongFunction<WriteResult> figure) {
    Cell cell = new Cell(experiment, input, codec);
    List<Double> ratios = new ArrayList<>();
    for (Measurement measurement : of(cell, contestant).toList()) {
      of(cell, Contestant.OURS)
          .filter(
              ours -> ours.run().equals(measurement.run()) && ours.round() == measurement.round())
          .forEach(
              ours ->
                  ratios.add(
                      (double) figure.applyAsLong(measurement.result())
                          / figure.applyAsLong(ours.result())));
    }
    return Spread.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Stream<Measurement> of(Cell cell, Contestant contestant) {
    return measurements.stream()
        .filter(measurement -> measurement.contestant() == contestant)
        .filter(measurement -> measurement.cell().equals(cell));
  }
}
