package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dictionaries whose entries refer to their own are refused as other wrong input is. */
class CircularDictionariesAreRefusedTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeaked() {
    allocator.close();
  }

  private static Field encoded(String name, long id) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, (ArrowType.Int) INT);
    return new Field(name, new FieldType(true, INT, encoding), null);
  }

  private static Field struct(Field child) {
    return new Field("struct", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(child));
  }

  private static Dictionary dictionary(FieldVector values, long id) {
    return new Dictionary(values, new DictionaryEncoding(id, false, (ArrowType.Int) INT));
  }

  @Test
  void throughOthers() {
    Schema schema = new Schema(List.of(encoded("x", 1)));
    try (FieldVector first = struct(encoded("a", 2)).createVector(allocator);
        FieldVector second = struct(encoded("b", 1)).createVector(allocator)) {
      MapDictionaryProvider dictionaries =
          new MapDictionaryProvider(dictionary(first, 1), dictionary(second, 2));
      assertThatThrownBy(
              () ->
                  ArrowParquetWriter.open(
                      new ByteArrayOutputStream(), schema, dictionaries, WriterOptions.defaults()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Field x.a.b is dictionary-encoded with id 1")
          .hasMessageContaining("dictionary of its own");
    }
  }

  @Test
  void throughThemselves() throws IOException {
    Schema schema = new Schema(List.of(encoded("x", 1)));
    try (FieldVector circular = encoded("values", 1).createVector(allocator);
        IntVector values = new IntVector("values", allocator);
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator)) {
      circular.allocateNew();
      circular.setValueCount(1);
      values.setSafe(0, 42);
      values.setValueCount(1);
      ((IntVector) batch.getVector(0)).setSafe(0, 0);
      batch.setRowCount(1);
      MapDictionaryProvider dictionaries = new MapDictionaryProvider(dictionary(values, 1));
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(
              new ByteArrayOutputStream(), schema, dictionaries, WriterOptions.defaults())) {
        assertThatThrownBy(
                () -> writer.write(batch, new MapDictionaryProvider(dictionary(circular, 1))))
            .isInstanceOf(RefusedRowsException.class)
            .hasMessageContaining("is dictionary-encoded with id 1");
        writer.write(batch);
        assertThat(writer.finish().rows()).isEqualTo(1);
      }
    }
  }
}
