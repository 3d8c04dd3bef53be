package io.flinkarrow.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Rejected payloads as records of a dead-letter topic: the value is the payload's bytes, unchanged,
 * and headers say where it lay and why it was rejected, as text. The record's own timestamp is left
 * to the producer, so that the topic's retention counts from the rejection.
 */
public final class DeadLetterSerializationSchema
    implements KafkaRecordSerializationSchema<RejectedPayload> {

  private static final long serialVersionUID = 1L;

  public static final String REASON_HEADER = "rejected.reason";
  public static final String TOPIC_HEADER = "rejected.topic";
  public static final String PARTITION_HEADER = "rejected.partition";
  public static final String OFFSET_HEADER = "rejected.offset";

  /** In milliseconds, -1 for none. */
  public static final String TIMESTAMP_HEADER = "rejected.timestamp";

  private final String topic;

  private DeadLetterSerializationSchema(String topic) {
    KafkaConnector.requireFitting(getClass());
    this.topic = topic;
  }

  /** Records for that topic, on whichever partition the producer chooses. */
  public static DeadLetterSerializationSchema toTopic(String topic) {
    return new DeadLetterSerializationSchema(Objects.requireNonNull(topic, "topic"));
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    KafkaConnector.requireFitting(getClass());
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedPayload rejected, KafkaSinkContext context, Long timestamp) {
    Payload payload = rejected.payload();
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, payload.bytes());
    header(record, REASON_HEADER, rejected.reason());
    header(record, TOPIC_HEADER, payload.topic());
    header(record, PARTITION_HEADER, String.valueOf(payload.partition()));
    header(record, OFFSET_HEADER, String.valueOf(payload.offset()));
    header(record, TIMESTAMP_HEADER, String.valueOf(payload.timestamp()));
    return record;
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
