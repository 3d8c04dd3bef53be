package io.flinkarrow.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is asked to do.
 *
 * @param input an Arrow IPC file
 * @param out where the part files go: a folder that is empty or does not exist yet
 * @param kill whether to make the job fail three times
 * @param rowsPerBatch rows of each stream element
 * @param batchesPerSecond how fast the stream flows, over all subtasks
 * @param checkpointInterval how often part files are closed and become visible
 */
record FlightsRun(
    Path input,
    Path out,
    boolean kill,
    int rowsPerBatch,
    int batchesPerSecond,
    Duration checkpointInterval) {

  static final String USAGE = "usage: FlightsToParquet --input FILE --out DIR [--kill]";

  static FlightsRun parse(String[] arguments) {
    Path input = null;
    Path out = null;
    boolean kill = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--input" -> input = Path.of(valueOf(arguments, i++));
        case "--out" -> out = Path.of(valueOf(arguments, i++));
        case "--kill" -> kill = true;
        default -> throw new IllegalArgumentException("Unknown option: " + arguments[i]);
      }
    }
    if (input == null || out == null) {
      throw new IllegalArgumentException("--input and --out are needed");
    }
    return new FlightsRun(input, out.toAbsolutePath(), kill, 1_000, 20, Duration.ofMillis(500));
  }

  /** Makes the folder for the part files. */
  void check() {
    if (!Files.isRegularFile(input)) {
      throw new IllegalArgumentException("--input " + input + " is not a file");
    }
    OutFolder.make(out);
  }

  private static String valueOf(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw new IllegalArgumentException(arguments[option] + " needs a value");
    }
    return arguments[option + 1];
  }
}
