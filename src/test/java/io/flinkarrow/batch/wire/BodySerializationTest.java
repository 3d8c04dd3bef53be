package io.flinkarrow.batch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchSerializer;
import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.batch.SampleDictionaries;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What is on the wire is read as it was written, or refused with a word on what is wrong. */
class BodySerializationTest {

  private static final int ROW_COUNT_AT = 1 + 8;

  private final RecordBatch cities = cities();
  private final RecordBatchSerializer serializer = new RecordBatchSerializer(cities.batchSchema());

  private static RecordBatch cities() {
    try (var allocator = new RootAllocator()) {
      return SampleDictionaries.batch(List.of("Oslo", "Rom", "Paris"), 20, allocator);
    }
  }

  @Test
  void copyMovesElementAfterElementUnchanged() throws IOException {
    Schema schema = new Schema(SampleColumns.everyType());
    try (var allocator = new RootAllocator();
        var root = SampleColumns.random(schema, 70, 0.3, new Random(1), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      for (RecordBatchSerializer each :
          List.of(
              new RecordBatchSerializer(batch.batchSchema()), new RecordBatchSerializer(null))) {
        DataOutputSerializer written = new DataOutputSerializer(64);
        each.serialize(batch, written);
        each.serialize(batch.slice(3, 7), written);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        DataInputDeserializer in = new DataInputDeserializer(written.getCopyOfBuffer());
        each.copy(in, copied);
        assertThat(in.available()).isPositive();
        each.copy(in, copied);
        assertThat(in.available()).isZero();
        assertThat(copied.getCopyOfBuffer()).isEqualTo(written.getCopyOfBuffer());
      }
    }
  }

  @Test
  void aBatchOfAnotherSchemaIsNotWritten() {
    RecordBatch other = RecordBatch.empty(BatchSchema.of(numbers()));
    assertThatThrownBy(() -> serializer.serialize(other, new DataOutputSerializer(64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 'city' Utf8 dictionary-encoded by Int(8, true) with id 5")
        .hasMessageContaining("came 'int' Int(64, true)")
        .hasMessageContaining("expected schema: ['city' Utf8")
        .hasMessageContaining("actual schema:   ['int' Int(64, true)]");
  }

  @Test
  void aBatchOfAnotherSchemaIsNotReadAndBothSchemasAreNamed() throws IOException {
    BatchSchema numbers = BatchSchema.of(numbers());
    byte[] bytes = write(new RecordBatchSerializer(numbers), RecordBatch.empty(numbers));
    assertRefused(bytes, "expected schema: ['city' Utf8", "actual schema:   ['int' Int(64, true)]");
    assertThatThrownBy(
            () -> serializer.copy(new DataInputDeserializer(bytes), new DataOutputSerializer(64)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("actual schema:   ['int' Int(64, true)]");
  }

  @Test
  void aFingerprintNobodyKnowsIsNamed() throws IOException {
    byte[] bytes = write(serializer, cities);
    ByteBuffer.wrap(bytes).putLong(1, 0xABCDL);
    assertRefused(
        bytes,
        "%016x".formatted(cities.batchSchema().fingerprint()),
        "000000000000abcd",
        "stop --drain",
        "city");
  }

  @Test
  void anotherFormIsRefused() throws IOException {
    assertRefused(write(new RecordBatchSerializer(null), cities), "in form 1 but form -127 came");
    assertThatThrownBy(
            () ->
                new RecordBatchSerializer(null)
                    .deserialize(new DataInputDeserializer(write(serializer, cities))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in form -127 but form 1 came");
  }

  @Test
  void countsThatLieAreRefusedBeforeAnythingIsAllocated() throws IOException {
    for (int lie : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 21}) {
      assertRefused(changed(ROW_COUNT_AT, lie), "rows");
      assertRefused(changed(ROW_COUNT_AT + 4, lie), "field nodes, the schema asks for 1");
      assertRefused(changed(ROW_COUNT_AT + 16, lie), "view columns, the schema asks for 0");
      assertRefused(changed(ROW_COUNT_AT + 20, lie), "buffers, the schema asks for 2");
    }
    assertRefused(changed(ROW_COUNT_AT + 8, -1), "field node 0 has -1 slots");
    assertRefused(changed(ROW_COUNT_AT + 12, 21), "field node 0 has 20 slots and 21 nulls");
    assertRefused(changed(ROW_COUNT_AT + 24, -8), "buffer 0 at -8");
    assertRefused(changed(ROW_COUNT_AT + 36, Integer.MAX_VALUE), "2147483647 bytes long");
    assertRefused(changed(ROW_COUNT_AT + 40, -1), "the body's length is negative: -1");
  }

  @Test
  void aBodyLengthThatLiesEndsWithTheInputNotWithTheHeap() {
    assertThatThrownBy(() -> deserialize(serializer, changed(ROW_COUNT_AT + 40, Integer.MAX_VALUE)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void dataBuffersThatLieEndWithTheInputNotWithTheHeap() throws IOException {
    int columns = 100;
    List<Field> fields = new java.util.ArrayList<>();
    for (int i = 0; i < columns; i++) {
      fields.add(Field.nullable("text " + i, new ArrowType.Utf8View()));
    }
    BatchSchema texts = BatchSchema.of(new Schema(fields));
    RecordBatchSerializer each = new RecordBatchSerializer(texts);
    byte[] bytes = write(each, RecordBatch.empty(texts));
    int viewsAt = ROW_COUNT_AT + 4 + 4 + 8 * columns;
    int dataBuffers = 16 << 20;
    ByteBuffer lie = ByteBuffer.wrap(bytes);
    for (int i = 0; i < columns; i++) {
      lie.putInt(viewsAt + 4 + 4 * i, dataBuffers);
    }
    lie.putInt(viewsAt + 4 + 4 * columns, columns * (2 + dataBuffers));
    assertThatThrownBy(() -> deserialize(each, bytes)).isInstanceOf(IOException.class);
  }

  @Test
  void everyCutIsAnError() throws IOException {
    byte[] bytes = write(serializer, cities);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> deserialize(serializer, cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anyChangedByteGivesABatchOrAnIoException() throws IOException {
    for (RecordBatchSerializer each : List.of(serializer, new RecordBatchSerializer(null))) {
      byte[] bytes = write(each, cities);
      int refused = 0;
      for (int i = 0; i < bytes.length; i++) {
        for (int flip : new int[] {1, 0x80, 0xFF}) {
          byte[] changed = bytes.clone();
          changed[i] ^= (byte) flip;
          try {
            deserialize(each, changed);
          } catch (IOException expected) {
            refused++;
          }
        }
      }
      assertThat(refused).isGreaterThan(bytes.length);
    }
  }

  @Test
  void bodiesLargerThanWhatIsTrustedComeBack() throws IOException {
    Schema schema = new Schema(List.of(SampleColumns.everyType().get(5)));
    BatchSchema longs = BatchSchema.of(schema);
    byte[] body = new byte[40 << 20];
    new Random(1).nextBytes(body);
    int rows = body.length / 8;
    RecordBatch batch =
        RecordBatch.of(
            longs,
            rows,
            BatchBody.of(
                new int[] {rows},
                new int[1],
                new int[0],
                new int[2],
                new int[] {0, body.length},
                body),
            List.of());
    RecordBatchSerializer each = new RecordBatchSerializer(longs);
    assertThat(deserialize(each, write(each, batch))).isEqualTo(batch);
  }

  private byte[] changed(int position, int value) throws IOException {
    byte[] bytes = write(serializer, cities);
    ByteBuffer.wrap(bytes).putInt(position, value);
    return bytes;
  }

  private void assertRefused(byte[] bytes, String... words) {
    assertThatThrownBy(() -> deserialize(serializer, bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(words);
  }

  private static Schema numbers() {
    return new Schema(List.of(Field.nullable("int", new ArrowType.Int(64, true))));
  }

  private static byte[] write(RecordBatchSerializer serializer, RecordBatch batch)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(batch, out);
    return out.getCopyOfBuffer();
  }

  private static RecordBatch deserialize(RecordBatchSerializer serializer, byte[] bytes)
      throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }
}
