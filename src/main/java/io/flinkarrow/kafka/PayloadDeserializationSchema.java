package io.flinkarrow.kafka;

import io.flinkarrow.compatibility.SupportedFlink;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Each Kafka record as a {@link Payload}: its value undecoded, deletions too; keys are left out.
 */
public final class PayloadDeserializationSchema
    implements KafkaRecordDeserializationSchema<Payload> {

  private static final long serialVersionUID = 1L;

  public PayloadDeserializationSchema() {
    SupportedFlink.require();
    KafkaConnector.requireFitting(getClass());
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    KafkaConnector.requireFitting(getClass());
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Payload> out) {
    out.collect(payloadOf(record));
  }

  static Payload payloadOf(ConsumerRecord<byte[], byte[]> record) {
    return new Payload(
        record.topic(), record.partition(), record.offset(), record.timestamp(), record.value());
  }

  @Override
  public TypeInformation<Payload> getProducedType() {
    return Payload.TYPE;
  }
}
