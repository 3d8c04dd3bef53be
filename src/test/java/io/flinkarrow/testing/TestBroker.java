package io.flinkarrow.testing;

import io.flinkarrow.examples.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Kafka broker in a process of its own, one for all tests of this JVM, and what tests ask of
 * it. A test that kills it starts it again.
 */
public final class TestBroker implements BeforeAllCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Running running;

  private record Running(KafkaBroker broker, Path folder, Admin admin) implements AutoCloseable {

    static Running start() {
      try {
        String classPath =
            Files.readString(
                Path.of(
                    System.getProperty("flinkarrow.kafkaClassPath", "target/kafka-classpath.txt")));
        Path folder = Files.createTempDirectory("kafka");
        KafkaBroker broker = KafkaBroker.start(folder, classPath.strip(), Map.of());
        return new Running(broker, folder, admin(broker));
      } catch (IOException e) {
        throw new IllegalStateException("No broker", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("No broker", e);
      }
    }

    private static Admin admin(KafkaBroker broker) {
      return Admin.create(
          Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()));
    }

    @Override
    public void close() throws IOException {
      admin.close(Duration.ZERO);
      broker.close();
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(TestBroker.class))
            .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  public String bootstrapServers() {
    return running.broker().bootstrapServers();
  }

  /** Ends the broker without warning and starts it again, with the same port and data. */
  public void killAndStartAgain() throws IOException, InterruptedException {
    running.broker().kill();
    running.broker().startAgain();
  }

  public void createTopic(String topic, int partitions) throws Exception {
    running
        .admin()
        .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
        .all()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The next offset of each partition that a group has committed, as far as it has. */
  public Map<Integer, Long> committedOffsets(String group, String topic) {
    Map<Integer, Long> offsets = new TreeMap<>();
    try {
      running
          .admin()
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .forEach(
              (partition, next) -> {
                if (next != null && partition.topic().equals(topic)) {
                  offsets.put(partition.partition(), next.offset());
                }
              });
      return offsets;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The broker does not tell of the group " + group, e);
    }
  }

  /** A producer of bytes; a null id is one without transactions. */
  public KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2 * PATIENCE.toMillis());
    if (transactionalId != null) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The first records of partition 0, as many as were asked for. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (records.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
