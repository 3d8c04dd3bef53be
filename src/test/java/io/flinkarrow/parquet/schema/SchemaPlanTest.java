package io.flinkarrow.parquet.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.schema.FieldPlan.DictionaryField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which Parquet schema an Arrow schema becomes, and what is refused with which words. */
class SchemaPlanTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType STRUCT = new ArrowType.Struct();

  private static Field field(String name, boolean nullable, ArrowType type, Field... children) {
    return new Field(name, new FieldType(nullable, type, null), List.of(children));
  }

  private static Field nullable(String name, ArrowType type, Field... children) {
    return field(name, true, type, children);
  }

  private static Field withId(Field field, String id) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put("PARQUET:field_id", id);
    FieldType type =
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata);
    return new Field(field.getName(), type, field.getChildren());
  }

  private static SchemaPlan plan(Field... fields) {
    return SchemaPlan.of(new Schema(List.of(fields)));
  }

  static Stream<Arguments> leafTypes() {
    return Stream.of(
        Arguments.of(new ArrowType.Bool(), "boolean a"),
        Arguments.of(new ArrowType.Int(8, true), "int32 a (INTEGER(8,true))"),
        Arguments.of(new ArrowType.Int(8, false), "int32 a (INTEGER(8,false))"),
        Arguments.of(new ArrowType.Int(16, true), "int32 a (INTEGER(16,true))"),
        Arguments.of(new ArrowType.Int(16, false), "int32 a (INTEGER(16,false))"),
        Arguments.of(new ArrowType.Int(32, true), "int32 a"),
        Arguments.of(new ArrowType.Int(32, false), "int32 a (INTEGER(32,false))"),
        Arguments.of(new ArrowType.Int(64, true), "int64 a"),
        Arguments.of(new ArrowType.Int(64, false), "int64 a (INTEGER(64,false))"),
        Arguments.of(
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            "fixed_len_byte_array(2) a (FLOAT16)"),
        Arguments.of(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), "float a"),
        Arguments.of(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), "double a"),
        Arguments.of(new ArrowType.Utf8(), "binary a (STRING)"),
        Arguments.of(new ArrowType.LargeUtf8(), "binary a (STRING)"),
        Arguments.of(new ArrowType.Binary(), "binary a"),
        Arguments.of(new ArrowType.LargeBinary(), "binary a"),
        Arguments.of(new ArrowType.Duration(TimeUnit.SECOND), "int64 a"),
        Arguments.of(
            new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
            "fixed_len_byte_array(12) a (INTERVAL)"),
        Arguments.of(
            new ArrowType.Interval(IntervalUnit.DAY_TIME), "fixed_len_byte_array(12) a (INTERVAL)"),
        Arguments.of(
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            "fixed_len_byte_array(12) a (INTERVAL)"),
        Arguments.of(new ArrowType.Utf8View(), "binary a (STRING)"),
        Arguments.of(new ArrowType.BinaryView(), "binary a"),
        Arguments.of(new ArrowType.FixedSizeBinary(7), "fixed_len_byte_array(7) a"),
        Arguments.of(new ArrowType.Decimal(9, 2, 128), "int32 a (DECIMAL(9,2))"),
        Arguments.of(new ArrowType.Decimal(10, 2, 256), "int64 a (DECIMAL(10,2))"),
        Arguments.of(new ArrowType.Decimal(18, 18, 128), "int64 a (DECIMAL(18,18))"),
        Arguments.of(
            new ArrowType.Decimal(19, 0, 128), "fixed_len_byte_array(9) a (DECIMAL(19,0))"),
        Arguments.of(
            new ArrowType.Decimal(38, 3, 128), "fixed_len_byte_array(16) a (DECIMAL(38,3))"),
        Arguments.of(
            new ArrowType.Decimal(76, 3, 256), "fixed_len_byte_array(32) a (DECIMAL(76,3))"),
        Arguments.of(new ArrowType.Date(DateUnit.DAY), "int32 a (DATE)"),
        Arguments.of(new ArrowType.Date(DateUnit.MILLISECOND), "int32 a (DATE)"),
        Arguments.of(new ArrowType.Time(TimeUnit.SECOND, 32), "int32 a (TIME(MILLIS,false))"),
        Arguments.of(new ArrowType.Time(TimeUnit.MILLISECOND, 32), "int32 a (TIME(MILLIS,false))"),
        Arguments.of(new ArrowType.Time(TimeUnit.MICROSECOND, 64), "int64 a (TIME(MICROS,false))"),
        Arguments.of(new ArrowType.Time(TimeUnit.NANOSECOND, 64), "int64 a (TIME(NANOS,false))"),
        Arguments.of(
            new ArrowType.Timestamp(TimeUnit.SECOND, null), "int64 a (TIMESTAMP(MILLIS,false))"),
        Arguments.of(
            new ArrowType.Timestamp(TimeUnit.MILLISECOND, ""), "int64 a (TIMESTAMP(MILLIS,false))"),
        Arguments.of(
            new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"),
            "int64 a (TIMESTAMP(MICROS,true))"),
        Arguments.of(
            new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Europe/Vienna"),
            "int64 a (TIMESTAMP(NANOS,true))"));
  }

  @ParameterizedTest
  @MethodSource("leafTypes")
  void everyLeafTypeHasItsParquetType(ArrowType type, String expected) {
    assertThat(plan(nullable("a", type)).parquetSchema())
        .isEqualTo(
            MessageTypeParser.parseMessageType("message schema { optional " + expected + "; }"));
    assertThat(plan(field("a", false, type)).parquetSchema())
        .isEqualTo(
            MessageTypeParser.parseMessageType("message schema { required " + expected + "; }"));
  }

  @Test
  void nestedTypesHaveTheStandardShapes() {
    SchemaPlan plan =
        plan(
            nullable(
                "s", STRUCT, field("a.b", false, INT), nullable("t", STRUCT, nullable("x", INT))),
            field("l", false, new ArrowType.List(), nullable("item", INT)),
            nullable("ll", new ArrowType.LargeList(), field("$data$", false, INT)),
            nullable("f", new ArrowType.FixedSizeList(3), nullable("item", INT)),
            nullable(
                "m",
                new ArrowType.Map(false),
                nullable("entries", STRUCT, nullable("k", INT), nullable("v", INT))));
    assertThat(plan.parquetSchema().toString())
        .isEqualTo(
            """
            message schema {
              optional group s {
                required int32 a.b;
                optional group t {
                  optional int32 x;
                }
              }
              required group l (LIST) {
                repeated group list {
                  optional int32 element;
                }
              }
              optional group ll (LIST) {
                repeated group list {
                  required int32 element;
                }
              }
              optional group f (LIST) {
                repeated group list {
                  optional int32 element;
                }
              }
              optional group m (MAP) {
                repeated group key_value {
                  required int32 key;
                  optional int32 value;
                }
              }
            }
            """);
    assertThat(plan.nodeCount()).isEqualTo(14);
    assertThat(plan.bufferCount()).isEqualTo(24);
    assertThat(plan.leaves()).hasSize(plan.parquetSchema().getColumns().size());
    for (FieldPlan.LeafField leaf : plan.leaves()) {
      assertThat(leaf.position().path()).isEqualTo(String.join(".", leaf.descriptor().getPath()));
    }
  }

  @Test
  void fieldIdsComeFromMetadata() {
    Field list = withId(nullable("l", new ArrowType.List(), withId(nullable("e", INT), "5")), "4");
    SchemaPlan plan = plan(list, withId(nullable("none", INT), "-1"));
    assertThat(plan.parquetSchema().getType("l").getId().intValue()).isEqualTo(4);
    assertThat(plan.parquetSchema().getType("l", "list", "element").getId().intValue())
        .isEqualTo(5);
    assertThat(plan.parquetSchema().getType("none").getId()).isNull();
    assertThatThrownBy(() -> plan(withId(nullable("a", INT), "x1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Field a has metadata PARQUET:field_id=x1, which must be an integer");
  }

  private static Field variant(ArrowType type, Field... parts) {
    Map<String, String> metadata = Map.of("ARROW:extension:name", "arrow.parquet.variant");
    return new Field("v", new FieldType(true, type, null, metadata), List.of(parts));
  }

  @Test
  void variantsAreAnnotatedGroupsOfRequiredParts() {
    Field metadata = nullable("metadata", new ArrowType.Binary());
    Field value = field("value", false, new ArrowType.LargeBinary());
    for (Field variant : List.of(variant(STRUCT, metadata, value), registered(metadata, value))) {
      assertThat(plan(withId(variant, "7"), nullable("l", new ArrowType.List(), variant)))
          .extracting(plan -> plan.parquetSchema().toString())
          .isEqualTo(
              """
              message schema {
                optional group v (VARIANT(1)) = 7 {
                  required binary metadata;
                  required binary value;
                }
                optional group l (LIST) {
                  repeated group list {
                    optional group element (VARIANT(1)) {
                      required binary metadata;
                      required binary value;
                    }
                  }
                }
              }
              """);
    }
  }

  /** As vectors have it when a class for the extension type is registered. */
  private static Field registered(Field... parts) {
    ArrowType.ExtensionType type =
        new ArrowType.ExtensionType() {
          @Override
          public ArrowType storageType() {
            return STRUCT;
          }

          @Override
          public String extensionName() {
            return "arrow.parquet.variant";
          }

          @Override
          public boolean extensionEquals(ExtensionType other) {
            return other.extensionName().equals(extensionName());
          }

          @Override
          public ArrowType deserialize(ArrowType storageType, String serializedData) {
            return this;
          }

          @Override
          public String serialize() {
            return "";
          }

          @Override
          public FieldVector getNewVector(
              String name, FieldType fieldType, BufferAllocator allocator) {
            throw new UnsupportedOperationException();
          }
        };
    return new Field("v", FieldType.nullable(type), List.of(parts));
  }

  @Test
  void variantsOfAnotherStorageAreRefused() {
    Field metadata = nullable("metadata", new ArrowType.Binary());
    Field value = nullable("value", new ArrowType.Binary());
    for (Field refused :
        List.of(
            variant(new ArrowType.Binary()),
            variant(STRUCT, metadata),
            variant(STRUCT, metadata, nullable("value", new ArrowType.Utf8())),
            variant(STRUCT, metadata, nullable("data", new ArrowType.Binary())),
            variant(STRUCT, value, nullable("typed_value", INT)),
            variant(STRUCT, metadata, value, value),
            variant(STRUCT, metadata, value, nullable("typed_value", STRUCT, metadata, value)),
            variant(STRUCT, metadata, value, nullable("typed_value", STRUCT, nullable("a", INT))),
            variant(
                STRUCT,
                metadata,
                nullable(
                    "typed_value",
                    STRUCT,
                    nullable("a", STRUCT, metadata, nullable("typed_value", INT)))))) {
      assertThatThrownBy(() -> plan(refused))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("Field v has type " + refused.getType())
          .hasMessageEndingWith(
              "give arrow.parquet.variant its storage, a Struct of metadata and value, both Binary, or"
                  + " with a typed_value as the Parquet format shreds variants");
    }
    Field unsigned = nullable("typed_value", new ArrowType.Int(8, false));
    assertThatThrownBy(() -> plan(variant(STRUCT, metadata, value, unsigned)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageEndingWith(
            "shred variants into types that they have, and not into Int(8, false)");
  }

  @Test
  void shreddedVariantsHaveTheRepetitionsOfTheFormat() {
    Field metadata = nullable("metadata", new ArrowType.BinaryView());
    Field value = field("value", false, new ArrowType.Binary());
    Field number = field("typed_value", false, new ArrowType.Int(64, true));
    Field object =
        nullable(
            "typed_value",
            STRUCT,
            nullable("a", STRUCT, value, number),
            nullable("b", STRUCT, nullable("typed_value", new ArrowType.Utf8())));
    Field list =
        nullable("typed_value", new ArrowType.ListView(), nullable("item", STRUCT, value, object));
    assertThat(plan(variant(STRUCT, metadata, value, list)).parquetSchema().toString())
        .isEqualTo(
            """
            message schema {
              optional group v (VARIANT(1)) {
                required binary metadata;
                optional binary value;
                optional group typed_value (LIST) {
                  repeated group list {
                    required group element {
                      optional binary value;
                      optional group typed_value {
                        required group a {
                          optional binary value;
                          optional int64 typed_value;
                        }
                        required group b {
                          optional binary typed_value (STRING);
                        }
                      }
                    }
                  }
                }
              }
            }
            """);
  }

  @Test
  void dictionaryEncodedStringsAreStrings() {
    FieldType type =
        new FieldType(true, new ArrowType.Utf8(), new DictionaryEncoding(1, false, null));
    SchemaPlan plan = plan(new Field("d", type, null));
    assertThat(plan.parquetSchema().toString()).contains("optional binary d (STRING)");
    assertThat(plan.leaves().get(0).layout())
        .isEqualTo(new LeafLayout.DictionaryIndexes(4, true, 1, false));
  }

  @Test
  void dictionariesAreBatchesOfTheirOwn() {
    FieldType type = new FieldType(true, STRUCT, new DictionaryEncoding(1, false, null));
    SchemaPlan plan =
        plan(
            nullable("a", INT),
            new Field("d", type, List.of(nullable("x", INT), nullable("y", INT))),
            nullable("b", INT));
    assertThat(plan.parquetSchema().toString()).contains("optional group d {");
    DictionaryField field = (DictionaryField) plan.fields().get(1);
    assertThat(field.nodeCount()).isEqualTo(3);
    assertThat(field.bufferCount()).isEqualTo(1 + 2 + 2);
    assertThat(field.values().position().node()).isZero();
    assertThat(plan.fields().get(2).position().node()).isEqualTo(2);
    assertThat(plan.fields().get(2).position().buffer()).isEqualTo(2 + 2);
  }

  static Stream<Arguments> unsupportedFields() {
    return Stream.of(
        Arguments.of(
            nullable("a", new ArrowType.Union(UnionMode.Sparse, null), nullable("x", INT)),
            "write each of its members"),
        Arguments.of(
            nullable(
                "a",
                new ArrowType.RunEndEncoded(),
                nullable("r", new ArrowType.Int(8, true)),
                nullable("v", INT)),
            "run ends of 16, 32 or 64 signed bits and values"),
        Arguments.of(nullable("a", new ArrowType.Decimal(5, 2, 64)), "cast it to 128 or 256 bits"),
        Arguments.of(nullable("a", new ArrowType.Decimal(39, 2, 128)), "a precision from 1 to 38"),
        Arguments.of(nullable("a", new ArrowType.Decimal(5, 6, 128)), "a scale from 0"),
        Arguments.of(nullable("a", new ArrowType.Decimal(5, -1, 128)), "a scale from 0"),
        Arguments.of(nullable("a", new ArrowType.Time(TimeUnit.SECOND, 64)), "a bit width of 32"),
        Arguments.of(nullable("a", new ArrowType.FixedSizeBinary(0)), "a width of at least 1"),
        Arguments.of(nullable("a", STRUCT), "give the struct a field"),
        Arguments.of(nullable("a", new ArrowType.List()), "exactly one child"),
        Arguments.of(
            nullable("a", new ArrowType.FixedSizeList(-1), nullable("x", INT)),
            "a size of 0 or more"),
        Arguments.of(
            nullable("a", new ArrowType.Map(false), nullable("e", INT)),
            "a struct of key and value"));
  }

  @ParameterizedTest
  @MethodSource("unsupportedFields")
  void whatCannotBeWrittenIsRefusedWithPathTypeAndAdvice(Field field, String advice) {
    Field nested = nullable("s", STRUCT, nullable("l", new ArrowType.List(), field));
    assertThatThrownBy(() -> plan(nested))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("Field s.l.a has type " + field.getType())
        .hasMessageContaining("cannot be written to Parquet: ")
        .hasMessageContaining(advice);
  }

  @Test
  void schemasWithoutFieldsAndDuplicateSiblingsAreRefused() {
    assertThatThrownBy(SchemaPlanTest::plan)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("has no fields");
    assertThatThrownBy(
            () ->
                plan(
                    nullable("s", STRUCT, nullable("x", INT), nullable("x", new ArrowType.Utf8()))))
        .hasMessageContaining("Field s.x has type Utf8")
        .hasMessageContaining("a sibling has the same name");
    assertThat(plan(nullable("s", STRUCT, nullable("s", INT))).leaves()).hasSize(1);
  }

  @Test
  void upTo127LevelsAreWritten() {
    assertThat(nested(126).leaves().get(0).descriptor().getMaxDefinitionLevel()).isEqualTo(127);
    assertThatThrownBy(() -> nested(127))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("has 128 definition levels, but at most 127")
        .hasMessageContaining("nest less deeply");
  }

  private static SchemaPlan nested(int structs) {
    Field field = nullable("x", INT);
    for (int i = 0; i < structs; i++) {
      field = nullable("s", STRUCT, field);
    }
    return plan(field);
  }
}
