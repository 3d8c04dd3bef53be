package io.flinkarrow.kafka;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.refusal.SkippedInput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Kafka records whose values hold an Arrow IPC stream or file each, to the batches in them: all of
 * a record or, if it is malformed, none. A failure names topic, partition and offset. To keep what
 * is malformed, use {@link PayloadDeserializationSchema} and {@link ArrowIpcDecoder}, whose metrics
 * this schema has too.
 */
public final class ArrowIpcKafkaDeserializationSchema
    implements KafkaRecordDeserializationSchema<RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final ArrowIpcDeserializationSchema schema;
  private final MalformedPayloads policy;
  private final SkippedInput skipped = new SkippedInput("payload");

  private ArrowIpcKafkaDeserializationSchema(
      ArrowIpcDeserializationSchema schema, MalformedPayloads policy) {
    KafkaConnector.requireFitting(getClass());
    this.schema = Objects.requireNonNull(schema, "schema");
    this.policy = policy;
  }

  /** Decodes as the schema does; a malformed payload ends the job. */
  public static ArrowIpcKafkaDeserializationSchema of(ArrowIpcDeserializationSchema schema) {
    return new ArrowIpcKafkaDeserializationSchema(schema, MalformedPayloads.FAIL);
  }

  /** Payloads of one schema, see {@link ArrowIpcDeserializationSchema#of}. */
  public static ArrowIpcKafkaDeserializationSchema of(Schema schema) {
    return of(ArrowIpcDeserializationSchema.of(schema));
  }

  /** Payloads of any schema, each element of the stream carries its own. */
  public static ArrowIpcKafkaDeserializationSchema ofAnySchema() {
    return of(ArrowIpcDeserializationSchema.ofAnySchema());
  }

  /** The same with other limits. */
  public ArrowIpcKafkaDeserializationSchema withLimits(DecodeLimits limits) {
    return new ArrowIpcKafkaDeserializationSchema(schema.withLimits(limits), policy);
  }

  /**
   * The same with another way to treat malformed payloads.
   *
   * @throws IllegalArgumentException if they are to be rejected, for which a schema has no output
   */
  public ArrowIpcKafkaDeserializationSchema onMalformed(MalformedPayloads other) {
    if (Objects.requireNonNull(other, "other") == MalformedPayloads.REJECT) {
      throw new IllegalArgumentException(
          "A deserialization schema has no side output for rejected payloads; read with"
              + " PayloadDeserializationSchema and decode with ArrowIpcDecoder");
    }
    return new ArrowIpcKafkaDeserializationSchema(schema, other);
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    KafkaConnector.requireFitting(getClass());
    schema.open(context);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RecordBatch> out)
      throws IOException {
    Payload payload = PayloadDeserializationSchema.payloadOf(record);
    List<RecordBatch> batches;
    try {
      batches = schema.decode(payload.bytes());
    } catch (MalformedPayloadException e) {
      switch (policy) {
        case FAIL -> throw payload.refusal(e);
        case RESTART -> throw payload.failure(e);
        case SKIP -> skipped.log(payload.failure(e));
        case REJECT -> throw new IllegalStateException("There is no output for rejected payloads");
      }
      return;
    }
    batches.forEach(out::collect);
  }

  @Override
  public TypeInformation<RecordBatch> getProducedType() {
    return schema.getProducedType();
  }
}
