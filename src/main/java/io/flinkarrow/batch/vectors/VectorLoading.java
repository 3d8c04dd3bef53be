package io.flinkarrow.batch.vectors;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.DictionaryBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** Copies bodies of batches into vectors. */
public final class VectorLoading {

  private VectorLoading() {}

  /** Root and dictionaries, which whoever gets them closes. */
  public record LoadedVectors(
      VectorSchemaRoot root, DictionaryProvider.MapDictionaryProvider dictionaries) {}

  /**
   * Copies a batch into vectors.
   *
   * @throws UnsupportedOperationException if Arrow for Java has no vector for a column
   */
  public static LoadedVectors load(
      Schema schema,
      int rowCount,
      BatchBody body,
      List<DictionaryBatch> dictionaryBatches,
      BufferAllocator allocator) {
    Map<Long, Dictionary> dictionaries = new HashMap<>();
    VectorSchemaRoot root = null;
    try {
      List<Field> fields = new ArrayList<>();
      for (Field field : schema.getFields()) {
        Field vector = VectorFields.of(field);
        fields.add(DictionaryUtility.toMemoryFormat(vector, allocator, dictionaries));
      }
      for (DictionaryBatch dictionary : dictionaryBatches) {
        FieldVector vector = dictionaries.get(dictionary.id()).getVector();
        load(List.of(vector), dictionary.size(), dictionary.body(), allocator);
      }
      Schema loaded = new Schema(fields, schema.getCustomMetadata());
      root = VectorSchemaRoot.create(loaded, allocator);
      load(root.getFieldVectors(), rowCount, body, allocator);
      root = new VectorSchemaRoot(loaded, root.getFieldVectors(), rowCount);
      return new LoadedVectors(
          root,
          new DictionaryProvider.MapDictionaryProvider(
              dictionaries.values().toArray(Dictionary[]::new)));
    } catch (RuntimeException | Error e) {
      dictionaries.values().forEach(dictionary -> dictionary.getVector().close());
      if (root != null) {
        root.close();
      }
      throw e;
    }
  }

  private static void load(
      List<FieldVector> vectors, int rowCount, BatchBody body, BufferAllocator allocator) {
    try (ArrowRecordBatch message = BodyMessage.of(rowCount, body, allocator)) {
      new VectorLoader(new CountedVectors(vectors)).load(message);
    }
  }

  /**
   * Vectors that know how many slots they have once their buffers are loaded. Told anew, those of
   * dense unions would give their children as many as rows refer to them, though rows may share
   * slots or leave some out.
   */
  private static final class CountedVectors extends VectorSchemaRoot {

    CountedVectors(List<FieldVector> vectors) {
      super(vectors);
    }

    @Override
    public void setRowCount(int rowCount) {}
  }
}
