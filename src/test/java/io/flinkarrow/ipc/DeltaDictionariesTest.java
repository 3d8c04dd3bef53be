package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.Rows;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.copy.WholeDictionary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * Dictionaries that grow, are replaced or nested: each batch has them as they are when it comes.
 */
class DeltaDictionariesTest {

  private static final DecodeLimits LIMITS = DecodeLimits.defaults();
  private static final ArrowType.Int INDEX = new ArrowType.Int(8, true);
  private static final Schema CITIES =
      new Schema(List.of(encoded("city", 1, new ArrowType.Utf8())));

  private static Field encoded(String name, long id, ArrowType type, Field... children) {
    return new Field(
        name,
        new FieldType(true, type, new DictionaryEncoding(id, false, INDEX)),
        List.of(children));
  }

  private static byte[] values(boolean delta, String... texts) {
    int[] offsets = new int[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      offsets[i + 1] = offsets[i] + texts[i].length();
    }
    return new HandMade(texts.length)
        .node(texts.length, 0)
        .none()
        .ints(offsets)
        .text(String.join("", texts))
        .dictionary(1, delta);
  }

  private static byte[] indices(int... indices) {
    return new HandMade(indices.length).node(indices.length, 0).none().bytes(indices).message();
  }

  /** Grows twice and is replaced once. */
  static byte[] grownStream() {
    return HandMade.stream(
        CITIES,
        values(false, "Oslo"),
        indices(0, 0),
        values(true, "Rom", "Wien"),
        values(true, "Bonn"),
        indices(3, 2, 1, 0),
        values(false, "Paris"),
        indices(0));
  }

  @Test
  void eachBatchHasTheDictionaryOfItsTime() throws IOException {
    List<RecordBatch> batches = ArrowIpc.readStream(grownStream(), LIMITS);
    assertThat(batches)
        .extracting(batch -> batch.dictionaries().get(0))
        .containsExactly(
            dictionary("Oslo"), dictionary("Oslo", "Rom", "Wien", "Bonn"), dictionary("Paris"));
  }

  private static DictionaryBatch dictionary(String... texts) throws IOException {
    byte[] stream = HandMade.stream(CITIES, values(false, texts), indices(0));
    return ArrowIpc.readStream(stream, LIMITS).get(0).dictionaries().get(0);
  }

  @Test
  void anIndexIntoALaterDeltaIsRefused() {
    byte[] early = HandMade.stream(CITIES, values(false, "Oslo"), indices(1), values(true, "Rom"));
    assertThatThrownBy(() -> ArrowIpc.readStream(early, LIMITS))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("beyond the 1 values");
    byte[] shrunk =
        HandMade.stream(CITIES, values(false, "Oslo", "Rom"), values(false, "Bonn"), indices(1));
    assertThatThrownBy(() -> ArrowIpc.readStream(shrunk, LIMITS))
        .hasMessageContaining("beyond the 1 values");
  }

  @Test
  void dictionariesOfEveryTypeGrow() throws IOException {
    Random random = new Random(1);
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Field field : Samples.everyType().getFields()) {
        try (var root = Samples.randomOf(field, 30, random, allocator)) {
          RecordBatch whole = RecordBatch.copyOf(root);
          Schema one = new Schema(List.of(nullable(field)));
          BatchSchema schema = BatchSchema.of(new Schema(List.of(encoded(field))));
          BatchSchema.DictionaryColumn column = schema.dictionaries().get(1L);
          List<io.flinkarrow.batch.body.BatchBody> parts = new ArrayList<>();
          for (int[] range : new int[][] {{0, 7}, {7, 0}, {7, 9}, {16, 14}}) {
            parts.add(whole.slice(range[0], range[1]).body());
          }
          DictionaryBatch joined = WholeDictionary.join(column, parts);
          RecordBatch again = RecordBatch.of(BatchSchema.of(one), 30, joined.body(), List.of());
          assertThat(Rows.of(again, allocator)).isEqualTo(Rows.of(whole, allocator));
        }
      }
    }
  }

  private static Field nullable(Field field) {
    return new Field(field.getName(), FieldType.nullable(field.getType()), field.getChildren());
  }

  private static Field encoded(Field field) {
    return encoded(field.getName(), 1, field.getType(), field.getChildren().toArray(Field[]::new));
  }

  @Test
  void nestedDictionariesAreCheckedAgainstWhatTheyReferTo() throws IOException {
    Field inner = encoded("inner", 2, new ArrowType.Utf8());
    Schema schema = new Schema(List.of(encoded("outer", 1, new ArrowType.Struct(), inner)));
    byte[] texts = new HandMade(1).node(1, 0).none().ints(0, 1).text("a").dictionary(2, false);
    byte[] good = new HandMade(1).node(1, 0).node(1, 0).none().none().bytes(0).dictionary(1, false);
    byte[] beyond =
        new HandMade(1).node(1, 0).node(1, 0).none().none().bytes(1).dictionary(1, false);
    assertThat(ArrowIpc.readStream(HandMade.stream(schema, good, texts, indices(0)), LIMITS))
        .hasSize(1);
    assertThatThrownBy(
            () -> ArrowIpc.readStream(HandMade.stream(schema, beyond, texts, indices(0)), LIMITS))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("Column 'dictionary 1.inner'")
        .hasMessageContaining("beyond the 1 values of dictionary 2");
  }

  @Test
  void aRequiredColumnRefersToNoNull() throws IOException {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, INDEX);
    Schema schema =
        new Schema(
            List.of(new Field("c", new FieldType(false, new ArrowType.Utf8(), encoding), null)));
    byte[] texts = new HandMade(2).node(2, 1).bytes(1).ints(0, 1, 1).text("a").dictionary(1, false);
    assertThat(ArrowIpc.readStream(HandMade.stream(schema, texts, indices(0, 0)), LIMITS))
        .hasSize(1);
    assertThatThrownBy(
            () -> ArrowIpc.readStream(HandMade.stream(schema, texts, indices(0, 1)), LIMITS))
        .hasMessageContaining("slot 1 refers to a null of dictionary 1");
  }
}
