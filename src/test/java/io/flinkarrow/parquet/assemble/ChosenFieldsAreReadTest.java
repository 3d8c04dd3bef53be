package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.ChosenFields;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** A file's fields by their paths: which leaf columns are read, and what is left of nested ones. */
class ChosenFieldsAreReadTest {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required int32 id;
            optional group address {
              optional binary street (STRING);
              required group place { required double x; required double y; }
            }
            optional group items (LIST) {
              repeated group list {
                optional group element { optional int64 price; optional binary name (STRING); }
              }
            }
            optional group properties (MAP) {
              repeated group key_value {
                required binary key (STRING);
                optional group value { optional int32 a; optional int32 b; }
              }
            }
            required group any (VARIANT(1)) { required binary metadata; required binary value; }
            repeated int32 numbers;
            optional int32 a.b;
          }
          """);

  @Test
  void aStructKeepsTheChosenFields() {
    assertChoice(
        "Schema<address: Struct<place: Struct<y: FloatingPoint(DOUBLE) not null> not null>>",
        List.of(3),
        "address.place.y");
    assertChoice(
        "Schema<address: Struct<street: Utf8, place: Struct<x: FloatingPoint(DOUBLE) not null, y: FloatingPoint(DOUBLE) not null> not null>>",
        List.of(1, 2, 3),
        "address.place",
        "address.street");
  }

  @Test
  void listsKeepTheChosenFieldsOfTheirElements() {
    assertChoice(
        "Schema<items: List<element: Struct<price: Int(64, true)>>>",
        List.of(4),
        "items.list.element.price");
    assertChoice(
        "Schema<numbers: List<numbers: Int(32, true) not null> not null>", List.of(11), "numbers");
  }

  @Test
  void mapsKeepTheirKeys() {
    assertChoice(
        "Schema<properties: Map(false)<entries: Struct<key: Utf8 not null, value: Struct<b: Int(32, true)>> not null>>",
        List.of(6, 8),
        "properties.key_value.value.b");
    assertChoice(
        "Schema<properties: Map(false)<entries: Struct<key: Utf8 not null, value: Struct<a: Int(32, true), b: Int(32, true)>> not null>>",
        List.of(6, 7, 8),
        "properties.key_value.key");
  }

  @Test
  void variantsStayWhole() {
    assertChoice(
        "Schema<any: Struct<metadata: Binary not null, value: Binary not null> not null>",
        List.of(9, 10),
        "any.value");
  }

  @Test
  void fieldsComeInTheFilesOrder() {
    assertChoice(
        "Schema<id: Int(32, true) not null, a.b: Int(32, true)>", List.of(0, 12), "`a.b`", "id");
  }

  @Test
  void noFieldsAreNoColumns() {
    assertChoice("Schema<>", List.of());
  }

  @Test
  void unknownFieldsAreRefused() {
    assertThatThrownBy(() -> choose("address.city"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The file has no field 'address.city'. At the top it has: [id, address, items, properties, any, numbers, a.b]");
  }

  @Test
  void pathsOfSeveralFieldsAreRefused() {
    MessageType twice =
        MessageTypeParser.parseMessageType(
            "message rows { required int32 a.b; required group a { required int32 b; } }");
    assertThatThrownBy(() -> ChosenFields.of(List.of(new ColumnPath("a.b"))).leaves(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The file has 2 fields 'a.b'. Name one of them with its names in backquotes, or leave it out if they have the same names");
  }

  private static void assertChoice(String schema, List<Integer> leaves, String... paths) {
    FileFields fields = choose(paths);
    assertThat(fields.schema()).hasToString(schema);
    assertThat(fields.leaves()).isEqualTo(leaves);
  }

  private static FileFields choose(String... paths) {
    ChosenFields chosen = ChosenFields.of(Stream.of(paths).map(ColumnPath::new).toList());
    return FileFields.of(SCHEMA, Map.of(), chosen, TimestampUnit.NANOS);
  }
}
