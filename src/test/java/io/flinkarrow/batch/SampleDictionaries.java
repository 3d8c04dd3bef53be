package io.flinkarrow.batch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * A root of one dictionary-encoded column named {@code city}, with its dictionary, closed with it.
 */
public record SampleDictionaries(VectorSchemaRoot root, MapDictionaryProvider provider)
    implements AutoCloseable {

  static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(5, false, new ArrowType.Int(8, true));

  /** Row {@code i} has value {@code i} modulo their number; every fourth row is null. */
  public static SampleDictionaries of(List<String> values, int rows, BufferAllocator allocator) {
    VarCharVector dictionary = new VarCharVector("values", allocator);
    for (int i = 0; i < values.size(); i++) {
      dictionary.setSafe(i, values.get(i).getBytes(StandardCharsets.UTF_8));
    }
    dictionary.setValueCount(values.size());
    Field field = new Field("city", new FieldType(true, ENCODING.getIndexType(), ENCODING), null);
    TinyIntVector indices = (TinyIntVector) field.createVector(allocator);
    for (int i = 0; i < rows; i++) {
      if (i % 4 != 3) {
        indices.setSafe(i, i % values.size());
      }
    }
    indices.setValueCount(rows);
    return new SampleDictionaries(
        new VectorSchemaRoot(List.<FieldVector>of(indices)),
        new MapDictionaryProvider(new Dictionary(dictionary, ENCODING)));
  }

  public static RecordBatch batch(List<String> values, int rows, BufferAllocator allocator) {
    try (SampleDictionaries sample = of(values, rows, allocator)) {
      return RecordBatch.copyOf(sample.root, sample.provider);
    }
  }

  @Override
  public void close() {
    root.close();
    provider.close();
  }
}
