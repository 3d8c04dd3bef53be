package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.variant.BinaryVariant;
import org.apache.flink.types.variant.BinaryVariantInternalBuilder;
import org.apache.flink.types.variant.Variant;
import org.apache.flink.types.variant.VariantBuilder;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Variants whose parts lie in columns of their own are read as the variants that they were before
 * they were shredded; what no variant can be shredded to is refused.
 */
class ShreddedVariantsAreReadTest {

  private static final LogicalType VARIANT = DataTypes.VARIANT().getLogicalType();
  private static final VariantBuilder BUILDER = Variant.newBuilder();

  /** Of the names a, b and c. */
  private static final byte[] METADATA = {0x11, 3, 0, 1, 2, 3, 'a', 'b', 'c'};

  private static final byte[] TRUE = {1 << 2};

  @TempDir Path directory;

  private static String shredded(String typed) {
    return "optional group column (VARIANT(1)) { required binary metadata; optional binary value; optional %s }"
        .formatted(typed);
  }

  private <T> Path write(String field, List<T> values, BiConsumer<Group, T> add)
      throws IOException {
    return GroupFile.write(directory.resolve("shredded.parquet"), field, values, add);
  }

  /** A file of one variant, whose metadata is there already. */
  private Path one(String typed, Consumer<Group> add) throws IOException {
    return write(
        shredded(typed),
        List.of(add),
        (row, value) -> value.accept(row.addGroup(0).append("metadata", binary(METADATA))));
  }

  private static Binary binary(byte[] bytes) {
    return Binary.fromConstantByteArray(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static Arguments type(String typed, Consumer<Group> add, Variant expected) {
    return Arguments.of(typed, add, ((BinaryVariant) expected).getValue());
  }

  private static Arguments hex(String typed, Consumer<Group> add, byte[] expected) {
    return Arguments.of(typed, add, expected);
  }

  static Stream<Arguments> scalars() {
    byte[] id = bytes("00112233445566778899aabbccddeeff");
    byte[] text = "é".repeat(40).getBytes(StandardCharsets.UTF_8);
    BigInteger large = new BigInteger("-12345678901234567890123456789012345678");
    return Stream.of(
        type("boolean typed_value;", v -> v.append("typed_value", true), BUILDER.of(true)),
        type("boolean typed_value;", v -> v.append("typed_value", false), BUILDER.of(false)),
        type(
            "int32 typed_value (INTEGER(8,true));",
            v -> v.append("typed_value", -5),
            BUILDER.of((byte) -5)),
        type(
            "int32 typed_value (INTEGER(16,true));",
            v -> v.append("typed_value", -500),
            BUILDER.of((short) -500)),
        type("int32 typed_value;", v -> v.append("typed_value", -70_000), BUILDER.of(-70_000)),
        type(
            "int32 typed_value (INTEGER(32,true));",
            v -> v.append("typed_value", 7),
            BUILDER.of(7)),
        type(
            "int64 typed_value;",
            v -> v.append("typed_value", -(1L << 40)),
            BUILDER.of(-(1L << 40))),
        type("float typed_value;", v -> v.append("typed_value", 1.5f), BUILDER.of(1.5f)),
        type("double typed_value;", v -> v.append("typed_value", -2.25), BUILDER.of(-2.25)),
        type(
            "int32 typed_value (DECIMAL(9,2));",
            v -> v.append("typed_value", -125),
            BUILDER.of(new BigDecimal("-1.25"))),
        type(
            "int64 typed_value (DECIMAL(18,3));",
            v -> v.append("typed_value", 999_999_999_999L),
            BUILDER.of(new BigDecimal("999999999.999"))),
        type(
            "fixed_len_byte_array(16) typed_value (DECIMAL(38,4));",
            v -> v.append("typed_value", binary(large.toByteArray())),
            BUILDER.of(new BigDecimal(large, 4))),
        type(
            "binary typed_value (DECIMAL(38,4));",
            v -> v.append("typed_value", binary(large.toByteArray())),
            BUILDER.of(new BigDecimal(large, 4))),
        type(
            "int32 typed_value (DATE);",
            v -> v.append("typed_value", -3),
            BUILDER.of(LocalDate.ofEpochDay(-3))),
        type(
            "int64 typed_value (TIMESTAMP(MICROS,true));",
            v -> v.append("typed_value", 1_500_000L),
            BUILDER.of(Instant.ofEpochMilli(1500))),
        type(
            "int64 typed_value (TIMESTAMP(MICROS,false));",
            v -> v.append("typed_value", 1_000_000L),
            BUILDER.of(LocalDateTime.of(1970, 1, 1, 0, 0, 1))),
        hex(
            "int64 typed_value (TIME(MICROS,false));",
            v -> v.append("typed_value", 258L),
            bytes("440201000000000000")),
        hex(
            "int64 typed_value (TIMESTAMP(NANOS,true));",
            v -> v.append("typed_value", -2L),
            bytes("48feffffffffffffff")),
        hex(
            "int64 typed_value (TIMESTAMP(NANOS,false));",
            v -> v.append("typed_value", 3L),
            bytes("4c0300000000000000")),
        type("binary typed_value;", v -> v.append("typed_value", binary(text)), BUILDER.of(text)),
        type(
            "binary typed_value (STRING);",
            v -> v.append("typed_value", binary(text)),
            BUILDER.of("é".repeat(40))),
        type(
            "binary typed_value (STRING);",
            v -> v.append("typed_value", Binary.fromString("")),
            BUILDER.of("")),
        type(
            "binary typed_value (STRING);",
            v -> v.append("typed_value", Binary.fromString("x".repeat(63))),
            BUILDER.of("x".repeat(63))),
        hex(
            "fixed_len_byte_array(16) typed_value (UUID);",
            v -> v.append("typed_value", binary(id)),
            bytes("50" + "00112233445566778899aabbccddeeff")));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void scalarsOfEveryType(String typed, Consumer<Group> add, byte[] expected) throws Exception {
    BinaryVariant read = (BinaryVariant) GroupFile.read(one(typed, add), VARIANT).get(0);

    assertThat(read.getValue()).isEqualTo(expected);
    assertThat(read.getMetadata()).isEqualTo(METADATA);
  }

  private static final String OBJECT =
      "group typed_value { required group a { optional binary value; optional int64 typed_value; }"
          + " required group b { optional binary value; optional binary typed_value (STRING); } }";

  /** Each row as DuckDB reads it. */
  private void assertReadAsJson(Path file, String... json) throws Exception {
    assertThat(GroupFile.read(file, VARIANT))
        .extracting(variant -> variant == null ? null : ((Variant) variant).toJson())
        .isEqualTo(Arrays.asList(json));
    assertThat(
            DuckDbReader.query("SELECT \"column\"::JSON::VARCHAR FROM " + DuckDbReader.table(file)))
        .extracting(row -> row.get(0))
        .isEqualTo(Arrays.asList(json));
  }

  @Test
  void objectsWithFieldsThatAreMissingNullOrOfAnotherType() throws Exception {
    List<Consumer<Group>> rows =
        List.of(
            object -> {
              object.addGroup("a").append("typed_value", 5L);
              object.addGroup("b").append("typed_value", "x");
            },
            object -> {
              object.addGroup("a").append("value", binary(TRUE));
              object.addGroup("b");
            },
            object -> {
              object.addGroup("a").append("value", binary(new byte[1]));
              object.addGroup("b").append("typed_value", "");
            },
            object -> {
              object.addGroup("a");
              object.addGroup("b");
            });
    Path file =
        write(
            shredded(OBJECT),
            rows,
            (row, object) -> {
              Group variant = row.addGroup(0).append("metadata", binary(METADATA));
              object.accept(variant.addGroup("typed_value"));
            });
    assertReadAsJson(
        file, "{\"a\":5,\"b\":\"x\"}", "{\"a\":true}", "{\"a\":null,\"b\":\"\"}", "{}");
  }

  @Test
  void anObjectWhoseOtherFieldsAreInItsValue() throws Exception {
    Path file =
        one(
            OBJECT,
            variant -> {
              // The field c, behind the others.
              variant.append("value", binary(bytes("020102000104")));
              Group object = variant.addGroup("typed_value");
              object.addGroup("a").append("typed_value", 5L);
              object.addGroup("b");
            });
    assertReadAsJson(file, "{\"a\":5,\"c\":true}");
  }

  @Test
  void variantsThatAreNotOfTheShreddedType() throws Exception {
    Path file =
        write(
            shredded(OBJECT),
            Arrays.asList(TRUE, null, new byte[] {3 << 2, 42}),
            (row, value) -> {
              if (value != null) {
                row.addGroup(0).append("metadata", binary(METADATA)).append("value", binary(value));
              }
            });
    assertReadAsJson(file, "true", null, "42");
  }

  private static final String ARRAY =
      "group typed_value (LIST) { repeated group list { required group element { optional binary"
          + " value; optional int64 typed_value; } } }";

  @Test
  void arraysOfElementsOfBothKinds() throws Exception {
    Path file =
        write(
            shredded(ARRAY),
            List.of(0, 1, 300),
            (row, size) -> {
              Group variant = row.addGroup(0).append("metadata", binary(METADATA));
              Group list = variant.addGroup("typed_value");
              for (int i = 0; i < size; i++) {
                Group element = list.addGroup("list").addGroup("element");
                if (i % 2 == 0) {
                  element.append("typed_value", (long) i);
                } else {
                  element.append("value", binary(TRUE));
                }
              }
            });
    String many =
        IntStream.range(0, 300)
            .mapToObj(i -> i % 2 == 0 ? Integer.toString(i) : "true")
            .collect(Collectors.joining(",", "[", "]"));
    assertReadAsJson(file, "[]", "[0]", many);
  }

  /** As the format asks where a value is required. */
  @Test
  void whatIsMissingWhereAValueIsRequiredIsNull() throws Exception {
    assertThat(GroupFile.read(one("int64 typed_value;", variant -> {}), VARIANT))
        .extracting(variant -> ((Variant) variant).isNull())
        .containsExactly(true);
    Path array =
        one(ARRAY, variant -> variant.addGroup("typed_value").addGroup("list").addGroup("element"));
    assertThat(GroupFile.read(array, VARIANT))
        .extracting(variant -> ((Variant) variant).toJson())
        .containsExactly("[null]");
  }

  @Test
  void aFileWithoutAnyValues() throws Exception {
    Path file =
        write(
            "required group column (VARIANT(1)) { optional int32 typed_value; required binary metadata; }",
            List.of(1, 2),
            (row, value) ->
                row.addGroup(0).append("typed_value", value).append("metadata", binary(METADATA)));
    assertThat(GroupFile.read(file, VARIANT))
        .extracting(variant -> ((Variant) variant).getInt())
        .containsExactly(1, 2);
  }

  /** Which shreds all that has one type in most rows, unless it is told otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", ", SHREDDING {'column': 'STRUCT(a BIGINT, l BIGINT[], n STRUCT(b BOOLEAN))'}"})
  void whatDuckDbShreds(String option) throws Exception {
    Path file = directory.resolve("duckdb.parquet");
    String copy =
        """
        COPY (SELECT {'a': i, 'b': 'x' || i, 'l': [i, NULL, i + 1], 'n': {'b': i > 2, 'z': NULL}}::VARIANT
                AS "column" FROM range(5) r(i) UNION ALL SELECT 5::VARIANT)
        TO '%s' (FORMAT parquet%s)
        """
            .formatted(file, option);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(copy);
    }
    List<Object> variants = GroupFile.read(file, VARIANT);
    List<List<Object>> rows =
        DuckDbReader.query("SELECT \"column\"::JSON::VARCHAR FROM " + DuckDbReader.table(file));
    assertThat(variants)
        .hasSize(6)
        .extracting(variant -> ((Variant) variant).toJson())
        .isEqualTo(rows.stream().map(row -> row.get(0)).toList());
  }

  private static final int SHAPES = Boolean.getBoolean("flinkarrow.extended") ? 2000 : 60;

  /** The same JSON, whatever of it lies in which column. */
  @Test
  void randomVariantsInRandomShapes() throws Exception {
    for (int seed = 0; seed < SHAPES; seed++) {
      Random random = new Random(seed);
      VariantShapes shapes = new VariantShapes(random);
      List<BinaryVariant> variants = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        variants.add(
            random.nextInt(8) == 0
                ? null
                : BinaryVariantInternalBuilder.parseJson(shapes.json(3), false));
      }
      String field = shredded(shapes.typed(3).replaceFirst("^optional ", ""));
      Path file =
          write(
              field,
              variants,
              (row, variant) -> {
                if (variant != null) {
                  Group group = row.addGroup(0).append("metadata", binary(variant.getMetadata()));
                  VariantShapes.shred(group, variant);
                }
              });
      assertThat(GroupFile.read(file, VARIANT))
          .as("seed %d, %s", seed, field)
          .extracting(variant -> variant == null ? null : ((Variant) variant).toJson())
          .isEqualTo(variants.stream().map(v -> v == null ? null : v.toJson()).toList());
    }
  }

  private void assertDamaged(String typed, String message, Consumer<Group> add) throws Exception {
    Path file = one(typed, add);
    assertThatThrownBy(() -> GroupFile.read(file, VARIANT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("column")
        .hasMessageContaining("shredded.parquet")
        .hasMessageContaining("row 0")
        .hasMessageContaining(message);
  }

  @Test
  void partsThatAreNotThoseOfOneVariantAreRefused() throws Exception {
    assertDamaged(
        "int64 typed_value;",
        "a value and a typed value at once",
        variant -> variant.append("value", binary(TRUE)).append("typed_value", 1L));
    assertDamaged(
        ARRAY,
        "a value and a typed value at once",
        variant -> variant.append("value", binary(TRUE)).addGroup("typed_value"));
    assertDamaged(
        OBJECT,
        "its value is no object",
        variant -> {
          Group object = variant.append("value", binary(TRUE)).addGroup("typed_value");
          object.addGroup("a");
          object.addGroup("b");
        });
    assertDamaged(
        OBJECT,
        "has the field 'a' in its value",
        variant -> {
          Group object =
              variant.append("value", binary(bytes("020100000104"))).addGroup("typed_value");
          object.addGroup("a").append("typed_value", 1L);
          object.addGroup("b");
        });
    assertDamaged(
        OBJECT.replace(" b ", " d "),
        "lacks the name 'd'",
        variant -> {
          Group object = variant.addGroup("typed_value");
          object.addGroup("a");
          object.addGroup("d").append("typed_value", "x");
        });
  }

  /** Offsets that lead out, fields without bytes, and fields that share them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "02",
        "0205",
        "0201020005",
        "020103000104",
        "020102010104",
        "020102000004",
        "02020102000000 04",
        "0e01",
        "42ffffffff00",
        "020202020000010004"
      })
  void brokenObjectsAreRefused(String value) throws Exception {
    assertDamaged(
        OBJECT,
        "The file is damaged",
        variant -> {
          Group object =
              variant
                  .append("value", binary(bytes(value.replace(" ", ""))))
                  .addGroup("typed_value");
          object.addGroup("a");
          object.addGroup("b");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "11",
        "1102000101",
        "1101000561",
        "12010001",
        "c1ffffffff",
        "1102020161"
      })
  void brokenMetadataIsRefused(String metadata) throws Exception {
    Path file =
        write(
            shredded("int64 typed_value;"),
            List.of(1L),
            (row, value) ->
                row.addGroup(0)
                    .append("metadata", binary(bytes(metadata)))
                    .append("typed_value", value));
    assertThatThrownBy(() -> GroupFile.read(file, VARIANT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the metadata of a variant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int32 typed_value (INTEGER(32,false));",
        "int64 typed_value (TIMESTAMP(MILLIS,true));",
        "int96 typed_value;",
        "fixed_len_byte_array(4) typed_value;",
        "binary typed_value (JSON);",
        "group typed_value (LIST) { repeated int32 array; }",
        "group typed_value { required int32 a; }",
        "group typed_value { required group a { required int32 b; } }",
        "group typed_value (MAP) { repeated group key_value { required binary key; optional int32 value; } }"
      })
  void typesThatVariantsLackAreRefused(String typed) throws Exception {
    Path file = write(shredded(typed), List.of(), (row, value) -> {});
    assertThatThrownBy(() -> GroupFile.read(file, VARIANT))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Column 'column.typed_value")
        .hasMessageContaining("cannot be read as VARIANT");
  }
}
