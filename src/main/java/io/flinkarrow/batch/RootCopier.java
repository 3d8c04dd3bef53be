package io.flinkarrow.batch;

import io.flinkarrow.parquet.schema.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies rows of one root into batches, which share its dictionaries, copied once. */
final class RootCopier {

  private final BatchSchema schema;
  private final ColumnBuffers columns;
  private final List<DictionaryBatch> dictionaries;

  private RootCopier(
      BatchSchema schema, ColumnBuffers columns, List<DictionaryBatch> dictionaries) {
    this.schema = schema;
    this.columns = columns;
    this.dictionaries = dictionaries;
  }

  static RootCopier of(VectorSchemaRoot root, DictionaryProvider provider) {
    BatchSchema schema = BatchSchema.of(MessageFormat.of(root.getSchema(), provider));
    List<DictionaryBatch> dictionaries = new ArrayList<>();
    for (BatchSchema.DictionaryColumn column : schema.dictionaries().values()) {
      dictionaries.add(copy(column, provider.lookup(column.id())));
    }
    List<Field> fields = schema.schema().getFields();
    return new RootCopier(schema, VectorBuffers.of(fields, root.getFieldVectors()), dictionaries);
  }

  private static DictionaryBatch copy(BatchSchema.DictionaryColumn column, Dictionary dictionary) {
    FieldVector vector = dictionary.getVector();
    List<Field> fields = List.of(column.values());
    ColumnBuffers source = VectorBuffers.of(fields, List.of(vector));
    BodyPlan plan = ColumnPlanner.plan(fields, source, 0, vector.getValueCount());
    return DictionaryBatch.of(column.id(), plan.copy());
  }

  RecordBatch copy(int from, int count) {
    return batch(plan(from, count), count);
  }

  /** Into pieces of as many rows each, and those that are still too large again. */
  void split(int from, int count, long maximumBytes, List<RecordBatch> batches) {
    BodyPlan plan = plan(from, count);
    if (count == 1 || plan.byteLength() <= maximumBytes) {
      batches.add(batch(plan, count));
      return;
    }
    long fewest = (plan.byteLength() - 1) / maximumBytes + 1;
    long rows = Math.max(1, count / fewest);
    long pieces = (count + rows - 1) / rows;
    for (long piece = 0; piece < pieces; piece++) {
      int start = (int) (count * piece / pieces);
      int end = (int) (count * (piece + 1) / pieces);
      split(from + start, end - start, maximumBytes, batches);
    }
  }

  private BodyPlan plan(int from, int count) {
    return ColumnPlanner.plan(schema.schema().getFields(), columns, from, count);
  }

  private RecordBatch batch(BodyPlan plan, int count) {
    return RecordBatch.of(schema, count, plan.copy(), dictionaries);
  }
}
