package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens to a job at whatever moment, visible files hold each row once. If somebody goes
 * back to an older state, they hold those rows once more that had become visible since then.
 */
class RandomFailuresLoseAndDoubleNothingTest {

  private static final int RUNS = Jobs.EXTENDED ? 10_000 : 100;

  /** In which somebody goes back to older states. */
  private static final int RUNS_WITH_RETURNS = Jobs.EXTENDED ? 10_000 : 30;

  /** DuckDB reads the files of each so many runs, too. */
  private static final int RUNS_PER_FOREIGN_READER = 20;

  /** Files go to memory if the system has a directory for that. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /**
   * What happened in some runs.
   *
   * @param returns to older states
   * @param rowsLeft which became visible and came again
   * @param resumed files that an attempt went on with
   * @param files that became visible
   */
  private record Events(
      int restarts, int returns, int rowsLeft, int resumed, int files, Map<Step, Integer> faults) {

    static Events none() {
      return new Events(0, 0, 0, 0, 0, Map.of());
    }

    Events and(Events others) {
      Map<Step, Integer> all = new EnumMap<>(Step.class);
      all.putAll(faults);
      others.faults.forEach((step, count) -> all.merge(step, count, Integer::sum));
      return new Events(
          restarts + others.restarts,
          returns + others.returns,
          rowsLeft + others.rowsLeft,
          resumed + others.resumed,
          files + others.files,
          all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverCheckpointsDoWithFiles(CheckpointMode mode) throws Exception {
    Events events = runs(RandomRun::onwards, mode, RUNS);
    assertThat(events.resumed() > 0).isEqualTo(mode == CheckpointMode.KEEPS_FILES_OPEN);
    for (Step step : stepsOf(mode)) {
      assertThat(events.faults().getOrDefault(step, 0))
          .as("faults that came at %s", step)
          .isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void exceptForRowsThatBecameVisibleAfterAnOlderState(CheckpointMode mode) throws Exception {
    Events events = runs(RandomRun::withReturns, mode, RUNS_WITH_RETURNS);
    assertThat(events.returns()).as("times that a job went back").isPositive();
    assertThat(events.rowsLeft()).as("rows that were visible by then").isPositive();
    assertThat(events.resumed() > 0).isEqualTo(mode == CheckpointMode.KEEPS_FILES_OPEN);
  }

  @ParameterizedTest
  @EnumSource
  void aSeedRepeatsItsRun(CheckpointMode mode) throws Exception {
    Events all = Events.none();
    for (long seed = 0; seed < 5; seed++) {
      Events events = run(RandomRun::onwards, mode, seed);
      assertThat(run(RandomRun::onwards, mode, seed)).as("seed %d", seed).isEqualTo(events);
      all = all.and(events);
    }
    assertThat(all.faults()).isNotEmpty();
  }

  private interface Lives {
    RandomRun of(CheckpointMode mode, long seed, Path directory);
  }

  private static Events runs(Lives lives, CheckpointMode mode, int count) throws Exception {
    Events events = Events.none();
    for (long seed = 0; seed < count; seed++) {
      events = events.and(run(lives, mode, seed));
    }
    System.out.printf("%,d runs where a checkpoint %s: %s%n", count, mode, events);
    return events;
  }

  private static Events run(Lives lives, CheckpointMode mode, long seed) throws Exception {
    Path directory = directory();
    try {
      RandomRun run = lives.of(mode, seed, directory);
      long[] rows = run.run();
      if (seed % RUNS_PER_FOREIGN_READER == 0) {
        assertThat(PartFiles.ids(directory)).as("rows that DuckDB finds").isEqualTo(rows);
      }
      Map<Step, Integer> faults = new EnumMap<>(Step.class);
      for (Step step : Step.values()) {
        if (FaultyFileSystem.failuresAt(step) > 0) {
          faults.put(step, FaultyFileSystem.failuresAt(step));
        }
      }
      return new Events(
          run.restarts(),
          run.returns(),
          run.rowsLeftByOthers(),
          run.resumedFiles(),
          run.files(),
          faults);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "The run with seed %d, where a checkpoint %s, failed".formatted(seed, mode), e);
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  /** What can fail. */
  private static Set<Step> stepsOf(CheckpointMode mode) {
    Set<Step> steps =
        EnumSet.of(
            Step.OPEN,
            Step.WRITE,
            Step.SHORT_WRITE,
            Step.AFTER_WRITE,
            Step.FLUSH,
            Step.BEFORE_CLOSE_FOR_COMMIT,
            Step.AFTER_CLOSE_FOR_COMMIT,
            Step.RECOVER_FOR_COMMIT,
            Step.BEFORE_COMMIT,
            Step.AFTER_COMMIT,
            Step.CLOSE);
    if (mode == CheckpointMode.KEEPS_FILES_OPEN) {
      steps.addAll(
          EnumSet.of(
              Step.BEFORE_PERSIST,
              Step.AFTER_PERSIST,
              Step.BEFORE_RECOVER,
              Step.AFTER_RECOVER,
              Step.CLEAN_UP,
              Step.STATUS));
    }
    return steps;
  }

  private static Path directory() throws IOException {
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "random-run")
        : Files.createTempDirectory("random-run");
  }
}
