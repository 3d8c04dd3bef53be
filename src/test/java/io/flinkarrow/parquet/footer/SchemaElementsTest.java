package io.flinkarrow.parquet.footer;

import static org.apache.parquet.schema.LogicalTypeAnnotation.*;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

/** Schemas are written as parquet-java's converter writes them, and are read back as they were. */
class SchemaElementsTest {

  @Test
  void everyPrimitiveTypeAndAnnotationIsWrittenAsParquetJavaDoes() {
    List<Type> fields = new ArrayList<>();
    for (PrimitiveTypeName type : PrimitiveTypeName.values()) {
      add(fields, type, 5, null);
    }
    for (LogicalTypeAnnotation annotation :
        List.of(stringType(), enumType(), jsonType(), bsonType(), decimalType(3, 40))) {
      add(fields, BINARY, 0, annotation);
    }
    add(fields, BINARY, 0, geometryType(null));
    add(fields, BINARY, 0, geometryType("EPSG:4326"));
    add(fields, BINARY, 0, geographyType());
    add(fields, BINARY, 0, geographyType("EPSG:4326", EdgeInterpolationAlgorithm.KARNEY));
    add(fields, INT32, 0, dateType());
    add(fields, INT32, 0, unknownType());
    add(fields, INT32, 0, decimalType(0, 9));
    add(fields, INT64, 0, decimalType(18, 18));
    add(fields, FIXED_LEN_BYTE_ARRAY, 16, uuidType());
    add(fields, FIXED_LEN_BYTE_ARRAY, 2, float16Type());
    add(fields, FIXED_LEN_BYTE_ARRAY, 16, decimalType(10, 38));
    for (boolean adjusted : new boolean[] {true, false}) {
      add(fields, INT32, 0, timeType(adjusted, TimeUnit.MILLIS));
      add(fields, INT64, 0, timeType(adjusted, TimeUnit.MICROS));
      add(fields, INT64, 0, timeType(adjusted, TimeUnit.NANOS));
      for (TimeUnit unit : TimeUnit.values()) {
        add(fields, INT64, 0, timestampType(adjusted, unit));
      }
      for (int width : new int[] {8, 16, 32}) {
        add(fields, INT32, 0, intType(width, adjusted));
      }
      add(fields, INT64, 0, intType(64, adjusted));
    }
    assertSameAsReference(new MessageType("message", fields));
  }

  @Test
  void groupsListsMapsAndFieldIdsAreWrittenAsParquetJavaDoes() {
    MessageType schema =
        Types.buildMessage()
            .id(9)
            .required(INT32)
            .id(4)
            .named("a")
            .optionalList()
            .optionalElement(BINARY)
            .as(stringType())
            .named("list")
            .requiredMap()
            .key(INT64)
            .requiredListValue()
            .requiredElement(DOUBLE)
            .named("map")
            .optionalGroup()
            .id(0)
            .repeated(BINARY)
            .named("bytes")
            .requiredGroup()
            .optional(BOOLEAN)
            .named("flag")
            .named("inner")
            .named("group")
            .optionalGroup()
            .as(variantType((byte) 1))
            .required(BINARY)
            .named("metadata")
            .required(BINARY)
            .named("value")
            .named("variant")
            .repeatedGroup()
            .as(MapKeyValueTypeAnnotation.getInstance())
            .required(BINARY)
            .named("key")
            .named("key_value")
            .named("root");
    assertSameAsReference(schema);
  }

  private static void assertSameAsReference(MessageType schema) {
    List<SchemaElement> ours = SchemaElements.of(schema);
    List<SchemaElement> reference =
        new ParquetMetadataConverter()
            .toParquetMetadata(
                1, new ParquetMetadata(new FileMetaData(schema, Map.of(), "reference"), List.of()))
            .getSchema();
    assertThat(ours).hasSameSizeAs(reference);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i)).as("element %d", i).isEqualTo(reference.get(i));
    }
    assertThat(FileSchema.read(ours, 8)).isEqualTo(schema);
  }

  @Test
  void intervalsHaveNoLogicalTypeInsteadOfTheUnknownOneThatParquetJavaWrites() {
    List<Type> fields = new ArrayList<>();
    add(fields, FIXED_LEN_BYTE_ARRAY, 12, intervalType());
    SchemaElement interval = SchemaElements.of(new MessageType("message", fields)).get(1);
    assertThat(interval.isSetLogicalType()).isFalse();
    assertThat(interval.getConverted_type()).isEqualTo(ConvertedType.INTERVAL);
  }

  @Test
  void schemasOlderThanLogicalTypesAreReadAsParquetJavaDoes() {
    List<Type> fields = new ArrayList<>();
    add(fields, BINARY, 0, stringType());
    add(fields, BINARY, 0, decimalType(3, 40));
    add(fields, INT32, 0, dateType());
    add(fields, INT32, 0, timeType(true, TimeUnit.MILLIS));
    add(fields, INT64, 0, timestampType(true, TimeUnit.MICROS));
    add(fields, INT64, 0, intType(64, false));
    add(fields, FIXED_LEN_BYTE_ARRAY, 12, intervalType());
    MessageType schema = new MessageType("old", fields);
    List<SchemaElement> elements = SchemaElements.of(schema);
    elements.forEach(SchemaElement::unsetLogicalType);
    assertThat(FileSchema.read(elements, 8)).isEqualTo(schema);
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    List<SchemaElement> elements =
        SchemaElements.of(
            Types.buildMessage()
                .requiredGroup()
                .optional(INT32)
                .named("inner")
                .named("group")
                .required(INT64)
                .named("leaf")
                .named("root"));
    assertThatThrownBy(() -> FileSchema.read(elements.subList(0, 3), 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The schema needs more elements than the 3 the footer has");
    assertThatThrownBy(() -> FileSchema.read(List.of(), 8))
        .isInstanceOf(IllegalArgumentException.class);
    elements.get(0).setNum_children(1);
    assertThatThrownBy(() -> FileSchema.read(elements, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The schema ends after 3 elements, but the footer has 4");
    elements.get(0).setNum_children(2);
    elements.get(2).unsetRepetition_type();
    assertThatThrownBy(() -> FileSchema.read(elements, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Schema element 'inner': It has no repetition");
  }

  private static void add(
      List<Type> fields, PrimitiveTypeName type, int length, LogicalTypeAnnotation annotation) {
    Repetition repetition = Repetition.values()[fields.size() % Repetition.values().length];
    fields.add(
        Types.primitive(type, repetition)
            .length(length)
            .as(annotation)
            .named("field" + fields.size()));
  }
}
