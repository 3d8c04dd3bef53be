package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What policies refuse and why, what they cost, and what of batches stays as it came. */
class SchemaPoliciesTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();
  private static final ArrowType.Int BYTE = new ArrowType.Int(8, true);

  private static Schema schema(Field... fields) {
    return new Schema(List.of(fields));
  }

  private static Field encoded(String name, long id, ArrowType type) {
    return new Field(
        name, new FieldType(true, type, new DictionaryEncoding(id, false, BYTE)), null);
  }

  private static ArrowIpcDeserializationSchema reading(SchemaPolicy policy, Field... fields) {
    return ArrowIpcDeserializationSchema.of(schema(fields)).withSchemaPolicy(policy);
  }

  private static HandMade numbers(int... values) {
    return new HandMade(values.length).node(values.length, 0).none().ints(values);
  }

  @Test
  void everyDifferenceIsNamedAndAllOfThem() {
    Field point =
        new Field(
            "point",
            FieldType.nullable(new ArrowType.Struct()),
            List.of(Field.nullable("x", INT), Field.nullable("z", INT)));
    Field wantedPoint =
        new Field(
            "point",
            FieldType.nullable(new ArrowType.Struct()),
            List.of(Field.nullable("x", TEXT), Field.notNullable("y", INT)));
    byte[] payload = HandMade.stream(schema(Field.nullable("n", INT), point));
    var table = reading(SchemaPolicy.COMPATIBLE, wantedPoint, Field.nullable("n", LONG));
    assertThatThrownBy(() -> table.decode(payload))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("by the policy COMPATIBLE: ")
        .hasMessageContaining("field 'point.x': expected 'x' Utf8, came 'x' Int(32, true);")
        .hasMessageContaining(
            "field 'point.y': expected 'y' Int(32, true) not null, it is missing;")
        .hasMessageContaining("field 'point.z': 'z' Int(32, true) is not expected;")
        .hasMessageContaining(
            "field 'n': expected 'n' Int(64, true), came 'n' Int(32, true), which SchemaPolicy.WIDENING reads");
  }

  @Test
  void exactNamesThePolicyThatReads() {
    Field text = Field.nullable("t", TEXT);
    var table = reading(SchemaPolicy.EXACT, Field.nullable("n", LONG), text);
    String refusal = "The payload's schema is not the expected one";
    assertThatThrownBy(() -> table.decode(HandMade.stream(schema(text, Field.nullable("n", LONG)))))
        .hasMessageContaining(refusal + ", but SchemaPolicy.COMPATIBLE reads it: field 0: ");
    assertThatThrownBy(() -> table.decode(HandMade.stream(schema(Field.nullable("n", INT), text))))
        .hasMessageContaining(refusal + ", but SchemaPolicy.WIDENING reads it: field 0: ");
    assertThatThrownBy(() -> table.decode(HandMade.stream(schema(Field.nullable("n", TEXT)))))
        .hasMessageContaining(refusal + ": field 0: ");
  }

  @Test
  void exactIsWhatCountsUnlessSomethingElseIsAskedFor() throws Exception {
    byte[] payload = numbers(7, 8).stream(Field.nullable("n", INT));
    var exact = ArrowIpcDeserializationSchema.of(schema(Field.nullable("n", LONG)));
    assertThatThrownBy(() -> exact.decode(payload)).hasMessageContaining("is not the expected one");
    var widening = InstantiationUtil.clone(exact.withSchemaPolicy(SchemaPolicy.WIDENING));
    RecordBatch batch = widening.withLimits(DecodeLimits.defaults()).decode(payload).get(0);
    assertThat(batch.body().buffer(1).getLong(8)).isEqualTo(8);
    assertThatThrownBy(
            () -> ArrowIpcDeserializationSchema.ofAnySchema().withSchemaPolicy(SchemaPolicy.EXACT))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMessageAloneHasTheExpectedSchema() throws IOException {
    byte[] message = numbers(7).message();
    var table = reading(SchemaPolicy.WIDENING, Field.nullable("n", INT));
    assertThat(table.decode(message).get(0).body().buffer(1).getInt(0)).isEqualTo(7);
  }

  @Test
  void aNullableFieldBecomesARequiredOneUntilANullComes() throws IOException {
    Field nullable = Field.nullable("n", INT);
    var table = reading(SchemaPolicy.COMPATIBLE, Field.notNullable("n", INT));
    RecordBatch batch = table.decode(numbers(7, 8).stream(nullable)).get(0);
    assertThat(batch.schema()).isEqualTo(schema(Field.notNullable("n", INT)));
    byte[] withNull = new HandMade(2).node(2, 1).bytes(1).ints(7, 8).stream(nullable);
    assertThatThrownBy(() -> table.decode(withNull))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("Column 'n' is declared not null but slot 1 is null");
  }

  @Test
  void nothingIsCopiedWhereOnlyTheSchemaDiffers() throws IOException {
    int rows = 10_000;
    byte[] payload = numbers(new int[rows]).stream(Field.notNullable("n", INT));
    DecodeLimits once = DecodeLimits.builder().maximumDecodedBytes(60_000).build();
    var table = reading(SchemaPolicy.COMPATIBLE, Field.nullable("n", INT)).withLimits(once);
    assertThat(table.decode(payload).get(0).rowCount()).isEqualTo(rows);
    var wider = reading(SchemaPolicy.WIDENING, Field.nullable("n", LONG)).withLimits(once);
    assertThatThrownBy(() -> wider.decode(payload)).hasMessageContaining("maximumDecodedBytes");
  }

  @Test
  void aDictionaryThatIsUnfoldedCountsBeforeItIsUnfolded() {
    int rows = 3_000;
    int length = 1 << 20;
    byte[] dictionary =
        new HandMade(1)
            .node(1, 0)
            .none()
            .ints(0, length)
            .text("x".repeat(length))
            .dictionary(1, false);
    byte[] batch = new HandMade(rows).node(rows, 0).none().buffer(new byte[rows]).message();
    byte[] payload = HandMade.stream(schema(encoded("t", 1, TEXT)), dictionary, batch);
    var table = reading(SchemaPolicy.COMPATIBLE, Field.nullable("t", new ArrowType.LargeUtf8()));
    assertThatThrownBy(() -> table.decode(payload)).hasMessageContaining("more than fit");
    var fewer = HandMade.stream(schema(encoded("t", 1, TEXT)), dictionary, cut(batch));
    long before = Allocated.bytes();
    assertThatThrownBy(() -> table.decode(fewer)).hasMessageContaining("maximumDecodedBytes");
    assertThat(Allocated.bytes() - before).isLessThan(8L << 20);
  }

  /** The same with fewer rows. */
  private static byte[] cut(byte[] batch) {
    int rows = 1000;
    assertThat(batch.length).isGreaterThan(rows);
    return new HandMade(rows).node(rows, 0).none().buffer(new byte[rows]).message();
  }

  @Test
  void aSharedDictionaryOfListsIsRefusedWhereItsElementsAreOthers() {
    byte[] payload = HandMade.stream(schema(encodedList("a", 1, INT), encodedList("b", 1, INT)));
    var table = reading(SchemaPolicy.WIDENING, encodedList("a", 1, INT), encodedList("b", 2, LONG));
    assertThatThrownBy(() -> table.decode(payload))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("field 'b")
        .hasMessageNotContaining("field 'a");
  }

  private static Field encodedList(String name, long id, ArrowType element) {
    return new Field(
        name,
        new FieldType(true, new ArrowType.List(), new DictionaryEncoding(id, false, BYTE)),
        List.of(Field.nullable("item", element)));
  }

  @Test
  void columnsThatShareADictionaryShareItAfterwards() throws IOException {
    byte[] payload =
        HandMade.stream(
            schema(encoded("a", 1, TEXT), encoded("b", 1, TEXT)),
            texts(1, "Oslo", "Rom"),
            new HandMade(2).node(2, 0).none().bytes(0, 1).node(2, 0).none().bytes(1, 1).message());
    ArrowType large = new ArrowType.LargeUtf8();
    RecordBatch batch =
        reading(SchemaPolicy.COMPATIBLE, encoded("b", 7, large), encoded("a", 7, large))
            .decode(payload)
            .get(0);
    assertThat(batch.dictionaries()).hasSize(1);
    assertThat(batch.dictionaries().get(0).size()).isEqualTo(2);
  }

  @Test
  void dictionariesThatComeApartAreJoined() throws IOException {
    byte[] payload =
        HandMade.stream(
            schema(encoded("a", 1, TEXT), encoded("b", 2, TEXT), Field.nullable("c", INT)),
            texts(1, "Oslo", "Rom"),
            texts(2, "Wien"),
            new HandMade(2)
                .node(2, 0)
                .none()
                .bytes(0, 1)
                .node(2, 0)
                .none()
                .bytes(0, 0)
                .node(2, 0)
                .none()
                .ints(1, 2)
                .message());
    RecordBatch batch =
        reading(
                SchemaPolicy.COMPATIBLE,
                encoded("a", 7, TEXT),
                encoded("b", 7, TEXT),
                Field.nullable("c", INT))
            .decode(payload)
            .get(0);
    assertThat(batch.dictionaries()).hasSize(1);
    assertThat(batch.dictionaries().get(0).size()).isEqualTo(3);
    assertThat(batch.body().buffer(3).get(0)).isEqualTo((byte) 2);
    assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), DecodeLimits.defaults()))
        .containsExactly(batch);
  }

  private static byte[] texts(long id, String... texts) {
    int[] offsets = new int[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      offsets[i + 1] = offsets[i] + texts[i].length();
    }
    return new HandMade(texts.length)
        .node(texts.length, 0)
        .none()
        .ints(offsets)
        .text(String.join("", texts))
        .dictionary(id, false);
  }

  @Test
  void aDictionaryHasEachValueOnceAndMustHaveRoom() throws IOException {
    int[] values = new int[300];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 128;
    }
    var table = reading(SchemaPolicy.COMPATIBLE, encoded("n", 3, INT));
    RecordBatch batch = table.decode(numbers(values).stream(Field.nullable("n", INT))).get(0);
    assertThat(batch.dictionaries().get(0).size()).isEqualTo(128);
    assertThat(batch.body().buffer(1).get(129)).isEqualTo((byte) 1);
    values[299] = 1000;
    assertThatThrownBy(() -> table.decode(numbers(values).stream(Field.nullable("n", INT))))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("Column 'n' needs a dictionary of 129 values");
  }

  @Test
  void aDictionaryThatStaysIsOneObjectForAllBatches() throws IOException {
    byte[] indices = new HandMade(1).node(1, 0).none().bytes(0).message();
    byte[] payload =
        HandMade.stream(schema(encoded("a", 1, TEXT)), texts(1, "Oslo"), indices, indices);
    ArrowType large = new ArrowType.LargeUtf8();
    for (ArrowType type : List.of(TEXT, large)) {
      List<RecordBatch> batches =
          reading(SchemaPolicy.COMPATIBLE, encoded("a", 7, type)).decode(payload);
      assertThat(batches.get(0).dictionaries().get(0))
          .isSameAs(batches.get(1).dictionaries().get(0));
    }
  }

  @Test
  void schemasAreRememberedButNotForEver() throws IOException {
    KnownSchemas known = new KnownSchemas();
    BatchSchema batches = BatchSchema.of(schema(Field.nullable("n", INT)));
    for (int i = 0; i < 3 * KnownSchemas.MOST; i++) {
      known.add(new byte[] {(byte) i}, PayloadSchema.of(batches, batches));
      assertThat(known.find(new byte[] {0})).isNotNull();
    }
    assertThat(known.size()).isEqualTo(KnownSchemas.MOST);
    assertThat(known.find(new byte[] {1})).isNull();
    for (int i = 0; i < 4; i++) {
      known.add(new byte[(1 << 22) + i], PayloadSchema.of(batches, batches));
    }
    assertThat(known.size()).isEqualTo(1);
    Field[] fields = new Field[20_000];
    Arrays.setAll(fields, i -> Field.nullable("n" + i, INT));
    BatchSchema wide = BatchSchema.of(schema(fields));
    known.add(new byte[] {1}, PayloadSchema.of(wide, wide));
    assertThat(known.find(new byte[] {1})).isNull();
  }
}
