package io.flinkarrow.examples;

import io.flinkarrow.kafka.DeadLetterSerializationSchema;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What lies in a dead-letter topic of one partition. */
final class DeadLetters {

  private DeadLetters() {}

  /** Says what was rejected and why, and whether it is this message, once and as it was sent. */
  static boolean print(PrintStream out, String brokers, String topic, Message damaged) {
    List<ConsumerRecord<byte[], byte[]>> letters = read(brokers, topic);
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      out.printf(
          "Rejected and kept in topic %s: the message of topic %s, partition %s, offset %s.%n  %s%n",
          topic,
          header(letter, DeadLetterSerializationSchema.TOPIC_HEADER),
          header(letter, DeadLetterSerializationSchema.PARTITION_HEADER),
          header(letter, DeadLetterSerializationSchema.OFFSET_HEADER),
          header(letter, DeadLetterSerializationSchema.REASON_HEADER));
    }
    boolean same = letters.size() == 1 && Arrays.equals(letters.get(0).value(), damaged.bytes());
    if (!same) {
      out.printf(
          "FAILED: topic %s should hold the damaged message once, but holds %d messages.%n",
          topic, letters.size());
    }
    return same;
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String brokers, String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
      }
    }
    return letters;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
