package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka broker whose topic fills with the flights of an Arrow file, for a job that runs
 * elsewhere. Sends each row once, in transactions; then waits until as many rows lie in visible
 * files.
 */
public final class FlightsTopic {

  private static final String TOPIC = "flights";
  private static final int PARTITIONS = 3;
  private static final int ROWS_PER_MESSAGE = 1_000;
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(500);

  private FlightsTopic() {}

  /** Arguments: the Arrow file, the broker's class path in a file, a work folder, the output. */
  public static void main(String[] arguments) throws Exception {
    Path input = Path.of(arguments[0]);
    String jars = Files.readString(Path.of(arguments[1])).strip();
    Path work = Files.createTempDirectory(Path.of(arguments[2]), "broker-");
    PartFiles files = new PartFiles(Path.of(arguments[3]));
    List<RecordBatch> batches = FlightsInput.read(input, ROWS_PER_MESSAGE).batches();
    try (KafkaBroker broker = KafkaBroker.start(work, jars, Map.of())) {
      String brokers = broker.bootstrapServers();
      System.out.printf(
          "A broker runs. Submit the job in another terminal:%n%n"
              + "  examples/cluster submit --brokers %s --topic %s --like %s --out %s%n%n",
          brokers, TOPIC, input, Path.of(arguments[3]).toUri());
      createTopic(brokers);
      send(brokers, batches, files);
      awaitAll(batches.stream().mapToLong(RecordBatch::rowCount).sum(), files);
    }
  }

  private static void createTopic(String brokers) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
    }
  }

  private static void send(String brokers, List<RecordBatch> batches, PartFiles files)
      throws IOException, InterruptedException {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", brokers, "transactional.id", "flights-topic");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      long sent = 0;
      for (int number = 0; number < batches.size(); number++) {
        byte[] message = ArrowIpc.writeStream(batches.get(number));
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, number % PARTITIONS, null, message));
        producer.commitTransaction();
        sent += batches.get(number).rowCount();
        if (number % 10 == 9) {
          report(sent, files);
        }
        Thread.sleep(BETWEEN_MESSAGES.toMillis());
      }
    }
  }

  private static void awaitAll(long sent, PartFiles files)
      throws IOException, InterruptedException {
    report(sent, files);
    System.out.println("All is sent. Waiting until it is in visible files ...");
    while (files.rows() < sent) {
      Thread.sleep(BETWEEN_MESSAGES.toMillis());
      files.refresh();
    }
    report(sent, files);
    System.out.println(
        files.rows() == sent ? "As many rows as were sent." : "FAILED: more rows than were sent.");
  }

  private static void report(long sent, PartFiles files) throws IOException {
    files.refresh();
    System.out.printf(
        "%,9d rows sent   %,9d in %3d visible files   %d hidden files%n",
        sent, files.rows(), files.count(), files.unfinished());
  }
}
