package io.flinkarrow.batch.vectors;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.copy.RangeCopyPlanner;
import io.flinkarrow.parquet.schema.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Copies rows of one root into bodies of batches, which share its dictionaries, copied once. */
public final class RootCopier {

  private final BatchSchema schema;
  private final ColumnBuffers columns;
  private final List<DictionaryBatch> dictionaries;

  private RootCopier(
      BatchSchema schema, ColumnBuffers columns, List<DictionaryBatch> dictionaries) {
    this.schema = schema;
    this.columns = columns;
    this.dictionaries = dictionaries;
  }

  public static RootCopier of(VectorSchemaRoot root, DictionaryProvider provider) {
    BatchSchema schema = BatchSchema.of(MessageFormat.of(root.getSchema(), provider));
    List<DictionaryBatch> dictionaries = new ArrayList<>();
    for (BatchSchema.DictionaryColumn column : schema.dictionaries().values()) {
      dictionaries.add(copy(column, provider.lookup(column.id())));
    }
    ColumnBuffers columns = VectorColumns.of(schema.columns(), root.getFieldVectors());
    return new RootCopier(schema, columns, dictionaries);
  }

  private static DictionaryBatch copy(BatchSchema.DictionaryColumn column, Dictionary dictionary) {
    FieldVector vector = dictionary.getVector();
    ColumnBuffers source = VectorColumns.of(column.columns(), List.of(vector));
    BodyPlan plan = RangeCopyPlanner.plan(column.columns(), source, 0, vector.getValueCount());
    return DictionaryBatch.of(column.id(), plan.copy());
  }

  /** In message format. */
  public BatchSchema schema() {
    return schema;
  }

  /** One for each dictionary id of the schema. */
  public List<DictionaryBatch> dictionaries() {
    return dictionaries;
  }

  /** Rows copied. */
  public record Rows(int count, BatchBody body) {}

  public Rows copy(int from, int count) {
    return new Rows(count, plan(from, count).copy());
  }

  /**
   * Rows {@code [from, from + count)} in pieces of as many rows each, and those that are still too
   * large again.
   */
  public void split(int from, int count, long maximumBytes, Consumer<Rows> pieces) {
    BodyPlan plan = plan(from, count);
    if (count == 1 || plan.byteLength() <= maximumBytes) {
      pieces.accept(new Rows(count, plan.copy()));
      return;
    }
    long fewest = (plan.byteLength() - 1) / maximumBytes + 1;
    long rows = Math.max(1, count / fewest);
    long parts = (count + rows - 1) / rows;
    for (long part = 0; part < parts; part++) {
      int start = (int) (count * part / parts);
      int end = (int) (count * (part + 1) / parts);
      split(from + start, end - start, maximumBytes, pieces);
    }
  }

  private BodyPlan plan(int from, int count) {
    return RangeCopyPlanner.plan(schema.columns(), columns, from, count);
  }
}
