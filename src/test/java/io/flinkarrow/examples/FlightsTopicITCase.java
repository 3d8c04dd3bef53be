package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the example's topic without its broker. */
class FlightsTopicITCase {

  private static final Path FLIGHTS = Path.of("examples/data/flights-200k.arrow");
  private static final int MESSAGES = 200;
  private static final String CLASS_PATH =
      System.getProperty("flinkarrow.kafkaClassPath", "target/kafka-classpath.txt");

  @TempDir private Path temp;

  @Test
  @Timeout(120)
  void endsWhileItSendsWhenTheBrokerHasEnded() throws Exception {
    endsWithItsBroker(MESSAGES);
  }

  @Test
  @Timeout(120)
  void endsWhileItWaitsForFilesWhenTheBrokerHasEnded() throws Exception {
    endsWithItsBroker(1);
  }

  private void endsWithItsBroker(int messages) throws Exception {
    String jars = Files.readString(Path.of(CLASS_PATH)).strip();
    var batches = FlightsInput.read(FLIGHTS, 1_000).batches().subList(0, messages);
    try (KafkaBroker broker = KafkaBroker.start(temp.resolve("broker"), jars, Map.of())) {
      FlightsTopic topic = new FlightsTopic(broker, new PartFiles(temp.resolve("out")));
      CompletableFuture.runAsync(() -> killOnceItSends(broker, topic));

      assertThatThrownBy(() -> topic.run(batches))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The Kafka broker has ended:");
    }
  }

  private static void killOnceItSends(KafkaBroker broker, FlightsTopic topic) {
    while (topic.sent() == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    broker.kill();
  }
}
