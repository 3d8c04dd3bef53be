package io.flinkarrow.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run is asked to do.
 *
 * @param flights an Arrow IPC file
 * @param birdStrikes a CSV file
 * @param brokerJars a file with the class path of a Kafka broker
 * @param s3Jars a file with the class path of an S3 server, if the part files go to one
 * @param work for what must not stay: the broker's data and log, a savepoint
 * @param out where the part files go, or their copies if they go to S3: a folder that is empty or
 *     does not exist yet
 * @param keepOpen whether part files stay open over checkpoints
 * @param live whether progress is shown by writing over the same lines of a terminal
 * @param producing how long messages are produced
 * @param checkpointInterval how often part files are closed and become visible, unless they stay
 *     open
 */
record KafkaRun(
    Path flights,
    Path birdStrikes,
    Path brokerJars,
    Optional<Path> s3Jars,
    Path work,
    Path out,
    boolean keepOpen,
    boolean live,
    Duration producing,
    Duration checkpointInterval) {

  static final String USAGE =
      "usage: KafkaDemo --flights FILE --birdstrikes FILE --broker-jars FILE --work DIR --out DIR"
          + " [--s3-jars FILE] [--keep-open] [--live]";

  private static final Duration PRODUCING = Duration.ofSeconds(26);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(2_500);

  static KafkaRun parse(String[] arguments) {
    Path flights = null;
    Path birdStrikes = null;
    Path brokerJars = null;
    Path s3Jars = null;
    Path work = null;
    Path out = null;
    boolean keepOpen = false;
    boolean live = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--flights" -> flights = pathOf(arguments, i++);
        case "--birdstrikes" -> birdStrikes = pathOf(arguments, i++);
        case "--broker-jars" -> brokerJars = pathOf(arguments, i++);
        case "--s3-jars" -> s3Jars = pathOf(arguments, i++);
        case "--work" -> work = pathOf(arguments, i++);
        case "--out" -> out = pathOf(arguments, i++);
        case "--keep-open" -> keepOpen = true;
        case "--live" -> live = true;
        default -> throw new IllegalArgumentException("Unknown option: " + arguments[i]);
      }
    }
    if (Stream.of(flights, birdStrikes, brokerJars, work, out).anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "All options but --s3-jars, --keep-open and --live are needed");
    }
    return new KafkaRun(
        flights,
        birdStrikes,
        brokerJars,
        Optional.ofNullable(s3Jars),
        work,
        out,
        keepOpen,
        live,
        PRODUCING,
        CHECKPOINT_INTERVAL);
  }

  /** Makes the folders. */
  void check() throws IOException {
    OutFolder.make(out);
    Files.createDirectories(work);
  }

  /** Where checkpoints go, one directory for each. */
  Path checkpoints() {
    return work.resolve("checkpoints");
  }

  Path flightsOut() {
    return out.resolve("flights");
  }

  Path birdStrikesOut() {
    return out.resolve("birdstrikes");
  }

  private static Path pathOf(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw new IllegalArgumentException(arguments[option] + " needs a value");
    }
    return Path.of(arguments[option + 1]).toAbsolutePath();
  }
}
