package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
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
        BigIntVector wide = new BigIntVector("numbers", allocator)) {
      wide.setValueCount(1);
      VectorSchemaRoot root = VectorSchemaRoot.of(numbers);
      ArrowParquetWriter writer =
          ArrowParquetWriter.open(
              OutputStream.nullOutputStream(), root.getSchema(), WriterOptions.defaults());
      assertThatThrownBy(() -> writer.write(VectorSchemaRoot.of(wide)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The batch's schema is not the writer's")
          .hasMessageContaining("came 'numbers' Int(64, true)");
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
