package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every batch is compared with the writer's schema before its first byte is looked at. */
class OtherSchemasAreRefusedTest {

  private static final DictionaryEncoding ENCODING = new DictionaryEncoding(7, false, null);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeaked() {
    allocator.close();
  }

  @Test
  void aBatchOfAnotherSchemaIsRefusedAndTheDifferenceShown() {
    try (IntVector numbers = numbers(FieldType.nullable(new ArrowType.Int(32, true)));
        VarCharVector strings = new VarCharVector("number", allocator)) {
      ArrowParquetWriter writer = open(VectorSchemaRoot.of(numbers).getSchema());
      assertThatThrownBy(() -> writer.write(VectorSchemaRoot.of(strings)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The batch's schema is not the writer's")
          .hasMessageContaining("expected 'number' Int(32, true), came 'number' Utf8");
    }
  }

  @Test
  void aSliceIsTakenAlthoughArrowForgetsNullabilityAndMetadata() throws IOException {
    FieldType required =
        new FieldType(false, new ArrowType.FixedSizeBinary(2), null, Map.of("unit", "m"));
    try (FixedSizeBinaryVector vector = new FixedSizeBinaryVector("f", required, allocator)) {
      vector.setSafe(0, new byte[] {1, 2});
      vector.setSafe(1, new byte[] {3, 4});
      vector.setValueCount(2);
      Schema schema = new Schema(List.of(vector.getField()), Map.of("origin", "test"));
      ArrowParquetWriter writer = open(schema);
      try (VectorSchemaRoot slice = new VectorSchemaRoot(schema, List.of(vector), 2).slice(0, 1)) {
        assertThat(slice.getSchema()).isNotEqualTo(schema);
        writer.write(slice);
      }
      assertThat(writer.finish().rows()).isEqualTo(1);
    }
  }

  @Test
  void theTypeOfDictionariesIsComparedEvenWhenTheRootIsTheSame() throws IOException {
    try (IntVector indexes = numbers(new FieldType(true, new ArrowType.Int(32, true), ENCODING));
        VarCharVector narrow = new VarCharVector("narrow", allocator);
        LargeVarCharVector wide = new LargeVarCharVector("wide", allocator)) {
      narrow.setSafe(0, "value".getBytes(StandardCharsets.UTF_8));
      narrow.setValueCount(1);
      wide.setSafe(0, "value".getBytes(StandardCharsets.UTF_8));
      wide.setValueCount(1);
      VectorSchemaRoot root = new VectorSchemaRoot(List.of(indexes));
      MapDictionaryProvider dictionaries = provider(narrow);
      ArrowParquetWriter writer =
          ArrowParquetWriter.open(
              OutputStream.nullOutputStream(),
              root.getSchema(),
              dictionaries,
              WriterOptions.defaults());
      writer.write(root);
      assertThatThrownBy(() -> writer.write(root, provider(wide)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The batch's schema is not the writer's")
          .hasMessageContaining("LargeUtf8");
    }
  }

  private static ArrowParquetWriter open(Schema schema) {
    return ArrowParquetWriter.open(
        OutputStream.nullOutputStream(), schema, WriterOptions.defaults());
  }

  private IntVector numbers(FieldType type) {
    IntVector vector = new IntVector("number", type, allocator);
    vector.setSafe(0, 0);
    vector.setValueCount(1);
    return vector;
  }

  private static MapDictionaryProvider provider(FieldVector values) {
    return new MapDictionaryProvider(new Dictionary(values, ENCODING));
  }
}
