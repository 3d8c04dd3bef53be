package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the schemas make of Kafka's records, and of rejected payloads. */
class KafkaSchemasTest {

  private static final RecordBatch BATCH = NumberedBatches.of(0, 4);
  private static final byte[] GOOD =
      ArrowIpc.writeStream(BATCH.batchSchema(), List.of(BATCH, BATCH));
  private static final byte[] CUT = Arrays.copyOf(GOOD, GOOD.length - 1);

  private static <T> List<T> read(KafkaRecordDeserializationSchema<T> schema, byte[] value)
      throws Exception {
    List<T> elements = new ArrayList<>();
    InstantiationUtil.clone(schema)
        .deserialize(
            new ConsumerRecord<>(
                "flights",
                3,
                17,
                1234,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                null,
                value,
                new RecordHeaders(),
                java.util.Optional.empty()),
            new ListCollector<>(elements));
    return elements;
  }

  @Test
  void payloadsAreRecordsAsTheyLie() throws Exception {
    assertThat(read(new PayloadDeserializationSchema(), GOOD))
        .containsExactly(new Payload("flights", 3, 17, 1234, GOOD));
    assertThat(read(new PayloadDeserializationSchema(), null))
        .containsExactly(new Payload("flights", 3, 17, 1234, null));
    assertThat(new PayloadDeserializationSchema().getProducedType()).isEqualTo(Payload.TYPE);
  }

  @Test
  void batchesComeAllOrNone() throws Exception {
    var numbers = ArrowIpcKafkaDeserializationSchema.of(NumberedBatches.SCHEMA);
    assertThat(read(numbers, GOOD)).containsExactly(BATCH, BATCH);
    assertThat(read(numbers, null)).isEmpty();
    assertThatThrownBy(() -> read(numbers, CUT))
        .hasMessageStartingWith(
            "Topic flights, partition 3, offset 17: Malformed Arrow payload at byte ");
    assertThat(read(numbers.onMalformed(MalformedPayloads.SKIP), CUT)).isEmpty();
    assertThatThrownBy(() -> numbers.onMalformed(MalformedPayloads.REJECT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decode with ArrowIpcDecoder");
  }

  @Test
  void limitsAndPolicyAreKeptTogether() throws Exception {
    DecodeLimits oneRow = DecodeLimits.builder().maximumRows(1).build();
    var any = ArrowIpcKafkaDeserializationSchema.ofAnySchema();
    assertThatThrownBy(() -> read(any.withLimits(oneRow), GOOD)).hasMessageContaining("offset 17");
    assertThat(read(any.onMalformed(MalformedPayloads.SKIP).withLimits(oneRow), GOOD)).isEmpty();
    assertThat(read(any.withLimits(oneRow).onMalformed(MalformedPayloads.SKIP), GOOD)).isEmpty();
    var given = ArrowIpcDeserializationSchema.ofAnySchema().withLimits(oneRow);
    assertThatThrownBy(() -> read(ArrowIpcKafkaDeserializationSchema.of(given), GOOD))
        .hasMessageContaining("offset 17");
  }

  @Test
  void theTypeCarriesTheExpectedSchema() {
    assertThat(ArrowIpcKafkaDeserializationSchema.of(NumberedBatches.SCHEMA).getProducedType())
        .isEqualTo(RecordBatchTypeInfo.of(NumberedBatches.SCHEMA));
    assertThat(ArrowIpcKafkaDeserializationSchema.ofAnySchema().getProducedType())
        .isEqualTo(RecordBatchTypeInfo.ofAnySchema());
  }

  @Test
  void deadLettersKeepTheBytesAndSayWhereTheyLayAndWhy() {
    RejectedPayload rejected =
        new RejectedPayload(new Payload("flights", 3, 17, 1234, CUT), "at byte 7: größer");
    ProducerRecord<byte[], byte[]> letter =
        DeadLetterSerializationSchema.toTopic("dead").serialize(rejected, null, 99L);
    assertThat(letter.topic()).isEqualTo("dead");
    assertThat(letter.value()).isSameAs(CUT);
    assertThat(letter.key()).isNull();
    assertThat(letter.partition()).isNull();
    assertThat(letter.timestamp()).isNull();
    Map<String, String> headers = new TreeMap<>();
    letter
        .headers()
        .forEach(
            header ->
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    assertThat(headers)
        .isEqualTo(
            Map.of(
                "rejected.reason", "at byte 7: größer",
                "rejected.topic", "flights",
                "rejected.partition", "3",
                "rejected.offset", "17",
                "rejected.timestamp", "1234"));
  }

  /** As kafka.md says: topics of dead letters are sized by it. */
  @Test
  void headersOfDeadLettersTakeAtMost3KbWhateverNamesThePayloadHas() {
    Schema named =
        new Schema(List.of(Field.nullable("\u6f22\n".repeat(50_000), new ArrowType.Int(8, true))));
    byte[] foreign = ArrowIpc.writeStream(BatchSchema.of(named), List.of());
    for (SchemaPolicy policy : SchemaPolicy.values()) {
      ArrowIpcDeserializationSchema schema =
          ArrowIpcDeserializationSchema.of(NumberedBatches.SCHEMA).withSchemaPolicy(policy);
      MalformedPayloadException refused =
          catchThrowableOfType(MalformedPayloadException.class, () -> schema.decode(foreign));
      Payload payload =
          new Payload("t".repeat(249), Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, foreign);
      ProducerRecord<byte[], byte[]> letter =
          DeadLetterSerializationSchema.toTopic("dead")
              .serialize(new RejectedPayload(payload, refused.getMessage()), null, 99L);
      int bytes = 0;
      for (Header header : letter.headers()) {
        bytes += header.key().length() + header.value().length;
      }
      assertThat(bytes).as("%s", policy).isBetween(2_000, 3_000);
      assertThat(refused.reason())
          .contains("\u6f22?\u6f22")
          .endsWith("...")
          .doesNotContain("\ufffd");
    }
  }
}
