package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.SampleDictionaries;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.refusal.RefusedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/**
 * Flink's schemas: which messages become which batches, and what is left of a message that fails.
 */
class ArrowIpcSchemasTest {

  private static final Field NUMBER = Field.nullable("n", new ArrowType.Int(32, true));
  private static final Schema NUMBERS = new Schema(List.of(NUMBER));

  private final byte[] batch = new HandMade(2).node(2, 0).none().ints(7, 8).message();
  private final byte[] wrong = new HandMade(3).node(2, 0).none().ints(7, 8).message();
  private final byte[] twoBatches = HandMade.stream(NUMBERS, batch, batch);

  private static List<RecordBatch> collected(ArrowIpcDeserializationSchema schema, byte[] message)
      throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    schema.deserialize(message, new ListCollector<>(batches));
    return batches;
  }

  @Test
  void allBatchesOfAMessageComeOrNone() throws Exception {
    var any = InstantiationUtil.clone(ArrowIpcDeserializationSchema.ofAnySchema());
    assertThat(collected(any, twoBatches)).hasSize(2);
    assertThat(collected(any, HandMade.stream(NUMBERS))).isEmpty();
    assertThat(collected(any, null)).isEmpty();
    List<RecordBatch> batches = new ArrayList<>();
    byte[] bad = HandMade.stream(NUMBERS, batch, wrong);
    assertThatThrownBy(() -> any.deserialize(bad, new ListCollector<>(batches)))
        .isInstanceOf(RefusedInputException.class)
        .hasCauseInstanceOf(MalformedPayloadException.class);
    assertThat(batches).isEmpty();
    assertThatThrownBy(() -> any.decode(new byte[0])).isInstanceOf(MalformedPayloadException.class);
  }

  @Test
  void messagesOfDifferentSchemasFollowOneAnother() throws IOException {
    var any = ArrowIpcDeserializationSchema.ofAnySchema();
    Schema other = new Schema(List.of(Field.nullable("m", NUMBER.getType())));
    for (Schema schema : List.of(NUMBERS, NUMBERS, other, NUMBERS)) {
      assertThat(any.decode(HandMade.stream(schema, batch)).get(0).schema()).isEqualTo(schema);
    }
  }

  @Test
  void callersOfOneGetOneOrNone() throws IOException {
    var any = ArrowIpcDeserializationSchema.ofAnySchema();
    assertThat(any.deserialize(HandMade.stream(NUMBERS, batch)).rowCount()).isEqualTo(2);
    assertThat(any.deserialize(HandMade.stream(NUMBERS))).isNull();
    assertThatThrownBy(() -> any.deserialize(twoBatches)).hasMessageContaining("holds 2 batches");
  }

  @Test
  void theTypeCarriesTheExpectedSchema() throws Exception {
    var numbers = InstantiationUtil.clone(ArrowIpcDeserializationSchema.of(NUMBERS));
    assertThat(numbers.getProducedType()).isEqualTo(RecordBatchTypeInfo.of(NUMBERS));
    assertThat(ArrowIpcDeserializationSchema.ofAnySchema().getProducedType())
        .isEqualTo(RecordBatchTypeInfo.ofAnySchema());
    assertThat(numbers.isEndOfStream(RecordBatch.empty(BatchSchema.of(NUMBERS)))).isFalse();
  }

  @Test
  void streamsFilesAndMessagesAreToldApart() throws IOException {
    var numbers = ArrowIpcDeserializationSchema.of(NUMBERS);
    RecordBatch one = numbers.decode(twoBatches).get(0);
    byte[] file = ArrowIpc.writeFile(one.batchSchema(), List.of(one));
    assertThat(numbers.decode(file)).containsExactly(one);
    assertThat(numbers.decode(batch)).containsExactly(one);
    assertThat(numbers.decode(new ArrowIpcSerializationSchema().serialize(one)))
        .containsExactly(one);
    byte[] longer = Arrays.copyOf(batch, batch.length + 8);
    assertThatThrownBy(() -> numbers.decode(longer)).hasMessageContaining("follow the message");
    assertThatThrownBy(() -> ArrowIpcDeserializationSchema.ofAnySchema().decode(batch))
        .hasMessageContaining("expected a schema first");
  }

  @Test
  void anotherSchemaIsRefusedButForItsMetadata() throws IOException {
    var numbers = ArrowIpcDeserializationSchema.of(NUMBERS);
    Schema described = new Schema(List.of(NUMBER), Map.of("pandas", "{}"));
    RecordBatch read = numbers.decode(HandMade.stream(described, batch)).get(0);
    assertThat(read.schema()).isEqualTo(NUMBERS);
    for (Field other :
        List.of(
            Field.nullable("m", NUMBER.getType()),
            Field.notNullable("n", NUMBER.getType()),
            Field.nullable("n", new ArrowType.Int(32, false)))) {
      byte[] payload = HandMade.stream(new Schema(List.of(other)), batch);
      assertThatThrownBy(() -> numbers.decode(payload))
          .isInstanceOf(MalformedPayloadException.class)
          .hasMessageContaining("field 0: expected 'n' Int(32, true), came");
    }
  }

  @Test
  void dictionariesNeedTheirStream() {
    try (var allocator = new RootAllocator()) {
      RecordBatch cities = SampleDictionaries.batch(List.of("Oslo"), 3, allocator);
      var schema = ArrowIpcDeserializationSchema.of(cities.schema());
      byte[] alone = new HandMade(1).node(1, 0).none().bytes(0).message();
      assertThatThrownBy(() -> schema.decode(alone)).hasMessageContaining("send whole streams");
      assertThatThrownBy(() -> ArrowIpc.writeMessage(cities))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void textsAreRepairedIfAskedFor() throws IOException {
    var repairing =
        ArrowIpcDeserializationSchema.ofAnySchema()
            .withLimits(DecodeLimits.builder().invalidText(InvalidText.REPLACE).build());
    Field text = Field.nullable("t", new ArrowType.Utf8());
    RecordBatch texts =
        repairing
            .decode(
                new HandMade(3)
                    .node(3, 1).bytes(5).ints(1, 3, 5, 7).text("xa\u00ff\u00ff\u00ffbc").stream(
                        text))
            .get(0);
    assertThat(text(texts.body().buffer(2))).isEqualTo("a\ufffdbc");
    assertThat(texts.body().buffer(1).getInt(8)).isEqualTo(4);
    byte[] tail = ("abcdefghijkl" + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    RecordBatch views =
        repairing
            .decode(
                new HandMade(2)
                        .node(2, 0)
                        .variadic(1)
                        .none()
                        .ints(13, 0x64636261, 0, 0, 2, 0xff61, 0, 0)
                        .buffer(tail)
                        .stream(Field.nullable("v", new ArrowType.Utf8View())))
            .get(0);
    assertThat(views.body().variadicCounts()).containsExactly(2);
    assertThat(text(views.body().buffer(3))).isEqualTo("abcdefghijkl\ufffd");
    assertThat(views.body().buffer(1).getInt(16)).isEqualTo(4);
    assertThat(views.slice(0, 2).body().variadicCounts()).containsExactly(1);
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer).toString();
  }
}
