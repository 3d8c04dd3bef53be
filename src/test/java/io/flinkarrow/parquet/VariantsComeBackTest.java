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
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.types.variant.BinaryVariant;
import org.apache.flink.types.variant.BinaryVariantInternalBuilder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
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
}
