package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.types.variant.BinaryVariant;
import org.apache.flink.types.variant.BinaryVariantInternalBuilder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variants, given as Arrow's canonical extension type: foreign readers take them for variants. */
class VariantsComeBackTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field(
                  "variant",
                  new FieldType(
                      true,
                      ArrowType.Struct.INSTANCE,
                      null,
                      Map.of("ARROW:extension:name", "arrow.parquet.variant")),
                  List.of(
                      new Field("metadata", FieldType.notNullable(ArrowType.Binary.INSTANCE), null),
                      new Field("value", FieldType.nullable(ArrowType.Binary.INSTANCE), null)))));

  /** As JSON; {@code null} for no variant at all, while "null" is one. */
  private static final List<String> VARIANTS =
      Arrays.asList("42", "\"text\"", null, "null", "[1,true,\"x\"]", "{\"a\":1,\"b\":{\"c\":[]}}");

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(WriterProfile.class)
  void asVariants(WriterProfile profile) throws Exception {
    Path file = directory.resolve("variants.parquet");
    List<Map<String, Object>> parts = write(file, profile);

    assertThat(PageWalk.walk(file).schema().getType("variant").getLogicalTypeAnnotation())
        .isEqualTo(LogicalTypeAnnotation.variantType((byte) 1));
    assertThat(ParquetJavaReader.read(file)).extracting(row -> row.get("variant")).isEqualTo(parts);
    String sql = "SELECT typeof(variant), variant::JSON::VARCHAR FROM " + DuckDbReader.table(file);
    List<List<Object>> rows = DuckDbReader.query(sql);
    assertThat(rows).extracting(row -> row.get(0)).containsOnly("VARIANT");
    // To DuckDB a variant that is null is no variant.
    assertThat(rows)
        .extracting(row -> row.get(1))
        .isEqualTo(VARIANTS.stream().map(json -> "null".equals(json) ? null : json).toList());
  }

  /** Returns metadata and value of each variant. */
  private static List<Map<String, Object>> write(Path file, WriterProfile profile)
      throws Exception {
    List<Map<String, Object>> parts = new ArrayList<>();
    WriterOptions options = WriterOptions.builder().profile(profile).build();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      StructVector variants = (StructVector) batch.getVector(0);
      VarBinaryVector metadata = variants.getChild("metadata", VarBinaryVector.class);
      VarBinaryVector values = variants.getChild("value", VarBinaryVector.class);
      batch.allocateNew();
      for (int row = 0; row < VARIANTS.size(); row++) {
        if (VARIANTS.get(row) == null) {
          parts.add(null);
          continue;
        }
        BinaryVariant variant = BinaryVariantInternalBuilder.parseJson(VARIANTS.get(row), false);
        variants.setIndexDefined(row);
        metadata.setSafe(row, variant.getMetadata());
        values.setSafe(row, variant.getValue());
        parts.add(
            Map.of(
                "metadata", PlainValue.of(variant.getMetadata()),
                "value", PlainValue.of(variant.getValue())));
      }
      batch.setRowCount(VARIANTS.size());
      writer.write(batch);
      writer.finish();
    }
    return parts;
  }

  private static final Field SHREDDED =
      new Field(
          "variant",
          new FieldType(
              true,
              ArrowType.Struct.INSTANCE,
              null,
              Map.of("ARROW:extension:name", "parquet.variant")),
          List.of(
              new Field("metadata", FieldType.notNullable(ArrowType.Binary.INSTANCE), null),
              Field.nullable("value", ArrowType.Binary.INSTANCE),
              struct(
                  "typed_value",
                  struct(
                      "a",
                      Field.nullable("value", ArrowType.Binary.INSTANCE),
                      Field.nullable("typed_value", ArrowType.Utf8.INSTANCE)),
                  struct(
                      "b",
                      Field.nullable("value", ArrowType.Binary.INSTANCE),
                      Field.nullable("typed_value", new ArrowType.Int(64, true))))));

  private static Field struct(String name, Field... children) {
    return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(children));
  }

  /** Two objects, null, a number where an object was expected, and an object without a. */
  @Test
  void shreddedOnesAsVariantsToo() throws Exception {
    Path file = directory.resolve("shredded.parquet");
    Schema schema = new Schema(List.of(SHREDDED));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, schema, WriterOptions.defaults())) {
      batch.allocateNew();
      StructVector variants = (StructVector) batch.getVector(0);
      VarBinaryVector metadata = variants.getChild("metadata", VarBinaryVector.class);
      StructVector typed = variants.getChild("typed_value", StructVector.class);
      StructVector a = typed.getChild("a", StructVector.class);
      StructVector b = typed.getChild("b", StructVector.class);
      for (int row = 0; row < 5; row++) {
        a.setIndexDefined(row);
        b.setIndexDefined(row);
        if (row != 2) {
          variants.setIndexDefined(row);
          metadata.setSafe(row, new byte[] {0x11, 2, 0, 1, 2, 'a', 'b'});
        }
        if (row != 2 && row != 3) {
          typed.setIndexDefined(row);
          b.getChild("typed_value", BigIntVector.class).setSafe(row, row + 1);
        }
      }
      a.getChild("typed_value", VarCharVector.class).setSafe(0, new byte[] {'x'});
      a.getChild("value", VarBinaryVector.class).setSafe(1, new byte[] {1 << 2});
      variants.getChild("value", VarBinaryVector.class).setSafe(3, new byte[] {3 << 2, 42});
      batch.setRowCount(5);
      writer.write(batch);
      writer.finish();
    }

    List<List<Object>> rows =
        DuckDbReader.query("SELECT variant::JSON::VARCHAR FROM " + DuckDbReader.table(file));
    assertThat(rows)
        .extracting(row -> row.get(0))
        .containsExactly("{\"a\":\"x\",\"b\":1}", "{\"a\":true,\"b\":2}", null, "42", "{\"b\":5}");
    Map<?, ?> first = (Map<?, ?>) ParquetJavaReader.read(file).get(0).get("variant");
    assertThat(first.get("value")).isNull();
    assertThat(((Map<?, ?>) first.get("typed_value")).get("b"))
        .extracting(b -> ((Map<?, ?>) b).get("typed_value"))
        .isEqualTo(1L);
  }
}
