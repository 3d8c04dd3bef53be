package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * A dictionary may be left out while nothing refers to it, in streams and files, and come later. A
 * batch that refers to one that has not come is malformed.
 */
class MissingDictionariesTest {

  private static final Field CITY = encoded("city", true, 7, new ArrowType.Utf8());
  private static final Schema CITIES = new Schema(List.of(CITY));
  private static final byte[] NULLS = new HandMade(2).node(2, 2).bytes(0).bytes(9, -1).message();
  private static final byte[] OSLO = new HandMade(2).node(2, 1).bytes(2).bytes(9, 0).message();
  private static final byte[] DICTIONARY =
      new HandMade(1).node(1, 0).none().ints(0, 4).text("Oslo").dictionary(7, false);

  private static Field encoded(
      String name, boolean nullable, long id, ArrowType values, Field... children) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, new ArrowType.Int(8, true));
    return new Field(name, new FieldType(nullable, values, encoding), List.of(children));
  }

  private static List<RecordBatch> read(byte[] stream) throws IOException {
    List<RecordBatch> batches = ArrowIpc.readStream(stream, DecodeLimits.defaults());
    Stages.take(batches);
    return batches;
  }

  private static int dictionarySize(RecordBatch batch, long id) {
    return batch.dictionaries().stream()
        .filter(dictionary -> dictionary.id() == id)
        .findFirst()
        .orElseThrow()
        .size();
  }

  private static void assertRefused(byte[] stream, String... words) {
    assertThatThrownBy(() -> ArrowIpc.readStream(stream, DecodeLimits.defaults()))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aColumnOfNullsNeedsNone() throws IOException {
    List<RecordBatch> batches = read(HandMade.stream(CITIES, NULLS, NULLS));
    assertThat(batches).hasSize(2);
    assertThat(dictionarySize(batches.get(0), 7)).isZero();
    assertThat(batches.get(0).dictionaries()).isEqualTo(batches.get(1).dictionaries());
  }

  @Test
  void neitherDoesAFile() throws IOException {
    byte[] file = new HandMadeFile().batch(NULLS).file(CITIES);
    List<RecordBatch> batches = ArrowIpc.readFile(file, DecodeLimits.defaults());
    Stages.take(batches);
    assertThat(batches).hasSize(1);
    byte[] used = new HandMadeFile().batch(OSLO).file(CITIES);
    assertThatThrownBy(() -> ArrowIpc.readFile(used, DecodeLimits.defaults()))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("refers to dictionary 7, which has not come");
  }

  @Test
  void itMayComeBehindTheFirstBatch() throws IOException {
    List<RecordBatch> batches = read(HandMade.stream(CITIES, NULLS, DICTIONARY, OSLO, NULLS));
    assertThat(batches).hasSize(3);
    assertThat(dictionarySize(batches.get(0), 7)).isZero();
    assertThat(dictionarySize(batches.get(1), 7)).isEqualTo(1);
    assertThat(dictionarySize(batches.get(2), 7)).isEqualTo(1);
    assertRefused(HandMade.stream(CITIES, NULLS, OSLO, DICTIONARY), "Column 'city'", "not come");
  }

  @Test
  void oneOfTwoMayBeMissing() throws IOException {
    Schema two = new Schema(List.of(CITY, encoded("code", true, 8, new ArrowType.Utf8View())));
    HandMade batch = new HandMade(1).node(1, 0).none().bytes(0).node(1, 1).bytes(0).bytes(3);
    RecordBatch read = read(HandMade.stream(two, DICTIONARY, batch.message())).get(0);
    assertThat(dictionarySize(read, 7)).isEqualTo(1);
    assertThat(dictionarySize(read, 8)).isZero();
    HandMade used = new HandMade(1).node(1, 0).none().bytes(0).node(1, 0).none().bytes(0);
    assertRefused(
        HandMade.stream(two, DICTIONARY, used.message()),
        "Column 'code' refers to dictionary 8, which has not come");
  }

  @Test
  void anEmptyBatchNeedsNone() throws IOException {
    byte[] empty = new HandMade(0).node(0, 0).none().none().message();
    assertThat(read(HandMade.stream(CITIES, empty)).get(0).rowCount()).isZero();
  }

  @Test
  void oneWithinAnotherMayBeMissing() throws IOException {
    Field inner = encoded("name", true, 9, new ArrowType.Utf8());
    Schema schema = new Schema(List.of(encoded("place", true, 7, new ArrowType.Struct(), inner)));
    byte[] outer =
        new HandMade(1).node(1, 0).none().node(1, 1).bytes(0).bytes(5).dictionary(7, false);
    byte[] batch = new HandMade(1).node(1, 0).none().bytes(0).message();
    RecordBatch read = read(HandMade.stream(schema, outer, batch)).get(0);
    assertThat(dictionarySize(read, 9)).isZero();
    byte[] used = new HandMade(1).node(1, 0).none().node(1, 0).none().bytes(0).dictionary(7, false);
    assertRefused(
        HandMade.stream(schema, used, batch), "refers to dictionary 9, which has not come");
    byte[] none = new HandMade(1).node(1, 1).bytes(0).bytes(0).message();
    read(HandMade.stream(schema, none));
  }

  @Test
  void aRequiredColumnMayOnlyBeHidden() throws IOException {
    Field required = encoded("name", false, 7, new ArrowType.Utf8());
    Field struct = new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(required));
    byte[] hidden = new HandMade(1).node(1, 1).bytes(0).node(1, 1).bytes(0).bytes(0).stream(struct);
    assertThat(read(hidden)).hasSize(1);
    byte[] seen = new HandMade(1).node(1, 0).none().node(1, 1).bytes(0).bytes(0).stream(struct);
    assertRefused(seen, "is declared not null");
  }

  @Test
  void whatIsMissingBecomesTheExpectedSchema() throws IOException {
    Schema plain = new Schema(List.of(Field.nullable("city", new ArrowType.Utf8())));
    List<RecordBatch> batches =
        ArrowIpcDeserializationSchema.of(plain)
            .withSchemaPolicy(SchemaPolicy.COMPATIBLE)
            .decode(HandMade.stream(CITIES, NULLS, DICTIONARY, OSLO));
    Stages.take(batches);
    assertThat(batches.get(0).body().nullCounts()).containsExactly(2);
    assertThat(batches.get(1).body().nullCounts()).containsExactly(1);
  }

  @Test
  void aDictionaryOfNullsHasNoValuesForRequiredColumns() {
    Field required = encoded("n", false, 7, new ArrowType.Null());
    byte[] nulls = new HandMade(1).node(1, 1).dictionary(7, false);
    byte[] batch = new HandMade(1).node(1, 0).none().bytes(0).message();
    assertRefused(
        HandMade.stream(new Schema(List.of(required)), nulls, batch),
        "slot 0 refers to a null of dictionary 7");
  }
}
