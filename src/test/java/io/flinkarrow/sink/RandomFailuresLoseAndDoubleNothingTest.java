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
import org.junit.jupiter.api.Test;

/** Whatever happens to a job at whatever moment, visible files hold each row once. */
class RandomFailuresLoseAndDoubleNothingTest {

  private static final int RUNS = Jobs.EXTENDED ? 10_000 : 200;

  /** DuckDB reads the files of each so many runs, too. */
  private static final int RUNS_PER_FOREIGN_READER = 20;

  /** Files go to memory if the system has a directory for that. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** What can fail while no file outlives a checkpoint. */
  private static final Set<Step> STEPS =
      EnumSet.complementOf(
          EnumSet.of(
              Step.BEFORE_PERSIST,
              Step.AFTER_PERSIST,
              Step.BEFORE_RECOVER,
              Step.AFTER_RECOVER,
              Step.CLEAN_UP,
              Step.STATUS,
              Step.DELETE,
              Step.READ));

  private final Map<Step, Integer> faults = new EnumMap<>(Step.class);
  private int restarts;
  private int files;

  @Test
  void ofFilesThatEndAtEachCheckpoint() throws Exception {
    for (long seed = 0; seed < RUNS; seed++) {
      run(seed);
    }
    System.out.printf(
        "%,d runs with %,d restarts and %,d visible files. Faults: %s%n",
        RUNS, restarts, files, faults);
    for (Step step : STEPS) {
      assertThat(faults.get(step)).as("faults that came at %s", step).isPositive();
    }
  }

  private void run(long seed) throws Exception {
    Path directory = directory();
    try {
      RandomRun run = new RandomRun(seed, directory);
      long[] rows = run.run();
      if (seed % RUNS_PER_FOREIGN_READER == 0) {
        assertThat(PartFiles.ids(directory)).as("rows that DuckDB finds").isEqualTo(rows);
      }
      for (Step step : Step.values()) {
        faults.merge(step, FaultyFileSystem.failuresAt(step), Integer::sum);
      }
      restarts += run.restarts();
      files += run.files();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("The run with seed " + seed + " failed", e);
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  private static Path directory() throws IOException {
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "random-run")
        : Files.createTempDirectory("random-run");
  }
}
