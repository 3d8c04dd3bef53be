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
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka broker whose topic fills with the flights of an Arrow file, for a job that runs
 * elsewhere. Sends each row once, in transactions; then waits until as many rows lie in visible
 * files. Ends with exit code 1 if the broker does, or if there are more rows.
 */
public final class FlightsTopic {

  private static final String TOPIC = "flights";
  private static final int PARTITIONS = 3;
  private static final int ROWS_PER_MESSAGE = 1_000;
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(500);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final Duration UNTIL_A_FILE = Duration.ofSeconds(30);

  private final KafkaBroker broker;
  private final PartFiles files;
  private final long start = System.nanoTime();
  private volatile long sent;
  private boolean reminded;

  FlightsTopic(KafkaBroker broker, PartFiles files) {
    this.broker = broker;
    this.files = files;
  }

  /** Arguments: the Arrow file, the broker's class path in a file, its folder, the output. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      Path input = Path.of(arguments[0]);
      Path out = Path.of(arguments[3]);
      String jars = Files.readString(Path.of(arguments[1])).strip();
      List<RecordBatch> batches = FlightsInput.read(input, ROWS_PER_MESSAGE).batches();
      boolean same;
      try (KafkaBroker broker = KafkaBroker.start(Path.of(arguments[2]), jars, Map.of())) {
        System.out.printf(
            "A broker runs. Submit the job in another terminal:%n%n  %s%n%n",
            submitCommand(broker.bootstrapServers(), input, out));
        same = new FlightsTopic(broker, new PartFiles(out)).run(batches);
      }
      System.exit(same ? 0 : 1);
    } catch (IOException | ExecutionException | RuntimeException e) {
      System.err.printf("%nFAILED: %s%n", e.getMessage());
      System.exit(1);
    }
  }

  /** To be typed into a shell. Flink takes paths as they are, without the escapes of a URI. */
  static String submitCommand(String brokers, Path input, Path out) {
    return "examples/cluster submit --brokers %s --topic %s --like %s --out %s"
        .formatted(brokers, TOPIC, quoted(input), quoted(out));
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[-+./\\w]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Sends all, and says whether as many rows have become visible. */
  boolean run(List<RecordBatch> batches)
      throws IOException, ExecutionException, InterruptedException {
    try {
      createTopic();
      send(batches);
      return awaitAll();
    } catch (ExecutionException | KafkaException e) {
      broker.requireRunning();
      throw e;
    }
  }

  /** Rows of committed transactions so far. */
  long sent() {
    return sent;
  }

  private void createTopic() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
    }
  }

  private void send(List<RecordBatch> batches) throws IOException, InterruptedException {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "flights-topic",
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            LONGEST_ANSWER.toMillis());
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      for (int number = 0; number < batches.size(); number++) {
        byte[] message = ArrowIpc.writeStream(batches.get(number));
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, number % PARTITIONS, null, message));
        producer.commitTransaction();
        sent = sent + batches.get(number).rowCount();
        if (number % 10 == 9) {
          report();
        }
        Thread.sleep(BETWEEN_MESSAGES.toMillis());
        look();
      }
    } finally {
      // All is committed, or a broker that does not answer would be waited for without end.
      producer.close(Duration.ZERO);
    }
  }

  private boolean awaitAll() throws IOException, InterruptedException {
    look();
    report();
    System.out.println("All is sent. Waiting until it is in visible files ...");
    while (files.rows() < sent) {
      Thread.sleep(BETWEEN_MESSAGES.toMillis());
      look();
    }
    report();
    boolean same = files.rows() == sent;
    System.out.println(same ? "As many rows as were sent." : "FAILED: more rows than were sent.");
    return same;
  }

  private void look() throws IOException {
    broker.requireRunning();
    files.refresh();
    if (!reminded && files.count() == 0 && System.nanoTime() - start > UNTIL_A_FILE.toNanos()) {
      reminded = true;
      System.out.println(
          "No file is visible yet. Has the job been submitted? The command is above;"
              + " examples/cluster status shows which run, and why one fails.");
    }
  }

  private void report() {
    System.out.printf(
        "%,9d rows sent   %,9d in %3d visible files   %d hidden files%n",
        sent, files.rows(), files.count(), files.unfinished());
  }
}
