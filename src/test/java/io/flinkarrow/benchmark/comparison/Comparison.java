package io.flinkarrow.benchmark.comparison;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * One run: writes each data set's input once, starts the contestants' processes, lets them warm up
 * and then write in turns, round after round, and has every file checked by a foreign reader.
 * Results are saved after each data set, together with those of earlier runs.
 */
public final class Comparison implements AutoCloseable {

  /** Row group target of {@link Experiment#RETAINED}. */
  public static final long RETAINED_ROW_GROUP_BYTES = 16L << 20;

  /** The numbers of columns that one number of cells is spread over. */
  public static final List<Integer> COLUMN_COUNTS = List.of(1, 10, 100, 1_000);

  private final Settings settings;
  private final Processes processes;
  private final ForeignCheck foreignReader = new ForeignCheck();
  private final Path folder;
  private final String run =
      LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
  private final long start = System.nanoTime();
  private final List<Measurement> measurements = new ArrayList<>();

  public Comparison(Settings settings) throws IOException, SQLException {
    this.settings = settings;
    this.processes = new Processes(settings);
    this.folder = settings.temporaryFolder();
    // It may hold gigabytes of memory: a run that is interrupted must not leave it behind.
    Runtime.getRuntime().addShutdownHook(new Thread(this::deleteFolder));
  }

  /** Measures all and returns the results, merged with those that the folder had. */
  public Results run() throws IOException, SQLException {
    Results earlier = Results.load(settings.results());
    Environment.here(settings).save(settings.results(), run);
    for (DataSet dataSet : settings.dataSets()) {
      Path input = folder.resolve("input.arrow");
      try (BufferAllocator allocator = new RootAllocator()) {
        dataSet.writeTo(input, allocator, settings.rowsOf(dataSet), Contestant.BATCH_ROWS);
      }
      if (settings.experiments().contains(Experiment.WRITERS)) {
        compare(dataSet, input);
        processes.renew();
      }
      if (settings.experiments().contains(Experiment.MEMORY)) {
        compareMemory(dataSet, input);
        processes.renew();
      }
      Files.delete(input);
      earlier.with(measurements).save(settings.results());
    }
    if (settings.experiments().contains(Experiment.COLUMNS)) {
      compareColumnCounts();
    }
    Results results = earlier.with(measurements);
    results.save(settings.results());
    progress("done");
    return results;
  }

  private void compare(DataSet dataSet, Path input) throws IOException, SQLException {
    progress("%s: starting".formatted(dataSet));
    Map<String, String> expected = foreignReader.ofStream(input);
    List<ChildProcess> loaded = new ArrayList<>();
    for (Contestant contestant : settings.contestants()) {
      if (settings.codecs().stream().anyMatch(codec -> contestant.takes(dataSet, codec))) {
        ChildProcess process = processes.of(contestant);
        process.load(input);
        loaded.add(process);
      }
    }
    int warmUps = settings.warmUps();
    double warmUpSeconds = settings.warmUpSeconds();
    for (CompressionCodec codec : settings.codecs()) {
      List<ChildProcess> contestants =
          loaded.stream().filter(process -> process.contestant().takes(dataSet, codec)).toList();
      for (ChildProcess process : contestants) {
        process.prepare(codec, folder);
        warmUp(process, codec, warmUps, warmUpSeconds);
      }
      // What follows runs the same code but for the codec.
      warmUps = Math.min(1, settings.warmUps());
      warmUpSeconds = settings.warmUpSeconds() / 4.0;
      int rounds = writeInTurns(dataSet, codec, contestants);
      for (ChildProcess process : contestants) {
        finish(process, dataSet, codec, expected);
      }
      progress("%s %s: %d rounds%s".formatted(dataSet, codec, rounds, ratios(dataSet, codec)));
    }
  }

  private void warmUp(
      ChildProcess process, CompressionCodec codec, int fewest, double fewestSeconds)
      throws IOException {
    long begin = System.nanoTime();
    for (int i = 0; i < fewest || secondsSince(begin) < fewestSeconds; i++) {
      process.write(codec, file(process));
    }
  }

  private int writeInTurns(DataSet dataSet, CompressionCodec codec, List<ChildProcess> contestants)
      throws IOException {
    long begin = System.nanoTime();
    List<ChildProcess> turns = new ArrayList<>(contestants);
    int round = 0;
    while (round < settings.fewestRounds()
        || (round < settings.mostRounds() && secondsSince(begin) < settings.secondsPerCell())) {
      for (ChildProcess process : turns) {
        WriteResult result = process.write(codec, file(process));
        add(Experiment.WRITERS, dataSet.name(), codec, process.contestant(), round, result);
      }
      Collections.rotate(turns, 1);
      round++;
    }
    return round;
  }

  /** Checks the last file and asks how much was held for one. */
  private void finish(
      ChildProcess process, DataSet dataSet, CompressionCodec codec, Map<String, String> expected)
      throws IOException, SQLException {
    Contestant contestant = process.contestant();
    if (contestant.role() != Contestant.Role.FLOOR) {
      foreignReader.check(
          file(process), "%s, %s %s".formatted(contestant.label(), dataSet, codec), expected);
    }
    if (contestant.role() == Contestant.Role.OURS) {
      WriteResult result = process.retained(codec, file(process), RETAINED_ROW_GROUP_BYTES);
      add(Experiment.RETAINED, dataSet.name(), codec, contestant, 0, result);
    }
    Files.delete(file(process));
  }

  private void compareMemory(DataSet dataSet, Path input) throws IOException {
    CompressionCodec codec = memoryCodec(settings);
    for (int round = 0; round < settings.memoryRounds(); round++) {
      for (Contestant contestant : List.of(Contestant.OURS, Contestant.FLINK_PARQUET)) {
        if (settings.contestants().contains(contestant)) {
          // A small heap at first, so that it grows as far as the writer needs.
          ChildProcess process = processes.of(contestant, "-Xms16m");
          process.load(input);
          WriteResult result = process.write(codec, file(process));
          add(Experiment.MEMORY, dataSet.name(), codec, contestant, round, result);
          Files.delete(file(process));
          processes.renew();
        }
      }
    }
    progress("%s: memory".formatted(dataSet));
  }

  private static CompressionCodec memoryCodec(Settings settings) {
    return Collections.max(settings.codecs());
  }

  private void compareColumnCounts() throws IOException {
    List<Path> inputs = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (int columns : COLUMN_COUNTS) {
        Path input = folder.resolve("columns-" + columns);
        DataSet.writeEqualColumns(
            input, allocator, columns, settings.equalCells() / columns, Contestant.BATCH_ROWS);
        inputs.add(input);
      }
    }
    CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    for (int round = -settings.warmUps(); round < settings.mostRounds(); round++) {
      for (int i = 0; i < inputs.size(); i++) {
        ChildProcess process = processes.of(Contestant.OURS);
        process.load(inputs.get(i));
        process.write(codec, file(process));
        WriteResult result = process.write(codec, file(process));
        if (round >= 0) {
          String input = String.valueOf(COLUMN_COUNTS.get(i));
          add(Experiment.COLUMNS, input, codec, Contestant.OURS, round, result);
        }
        Files.delete(file(process));
      }
    }
    for (Path input : inputs) {
      Files.delete(input);
    }
  }

  private Path file(ChildProcess process) {
    return folder.resolve(process.contestant().label() + ".parquet");
  }

  private void add(
      Experiment experiment,
      String input,
      CompressionCodec codec,
      Contestant contestant,
      int round,
      WriteResult result) {
    measurements.add(new Measurement(run, experiment, input, codec, contestant, round, result));
  }

  private String ratios(DataSet dataSet, CompressionCodec codec) {
    Results results = new Results(measurements);
    StringBuilder text = new StringBuilder();
    for (Contestant contestant : settings.contestants()) {
      results
          .ratio(Experiment.WRITERS, dataSet.name(), codec, contestant, WriteResult::cpuNanos)
          .ifPresent(
              ratio ->
                  text.append(
                      String.format(Locale.ROOT, ", %s %.2f", contestant.label(), ratio.median())));
    }
    return text.toString();
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private void progress(String what) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        Locale.ROOT, "[%d:%02d] %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), what);
  }

  @Override
  public void close() throws IOException, SQLException {
    processes.close();
    foreignReader.close();
    deleteFolder();
  }

  private void deleteFolder() {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }
}
