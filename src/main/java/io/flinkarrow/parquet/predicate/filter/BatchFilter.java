package io.flinkarrow.parquet.predicate.filter;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.condition.Condition;
import io.flinkarrow.parquet.predicate.condition.ConditionVisitor;
import io.flinkarrow.parquet.predicate.condition.PredicateBinding;
import io.flinkarrow.parquet.predicate.values.ByteRanges;
import io.flinkarrow.parquet.predicate.values.KeyRanges;
import io.flinkarrow.parquet.predicate.values.Nullness;
import io.flinkarrow.parquet.predicate.values.ValueSetVisitor;
import java.nio.ByteBuffer;
import java.util.List;

/** Exactly the rows of batches that fulfil a predicate. Immutable; made once per schema. */
public final class BatchFilter {

  private final BatchSchema schema;
  private final Condition<BatchColumn> condition;

  private BatchFilter(BatchSchema schema, Condition<BatchColumn> condition) {
    this.schema = schema;
    this.condition = condition;
  }

  /**
   * Binds a predicate to batches of a schema.
   *
   * @throws IllegalArgumentException if a column can have no conditions, or is of a type that a
   *     literal does not fit
   */
  public static BatchFilter of(Predicate predicate, BatchSchema schema) {
    return new BatchFilter(
        schema, PredicateBinding.bind(predicate, new BatchColumns(schema.schema().getFields())));
  }

  /** The batch without the rows that do not fulfil the predicate; itself if all do. */
  public RecordBatch filter(RecordBatch batch) {
    return batch.take(rows(batch));
  }

  /** The rows that fulfil the predicate, in their order. */
  public int[] rows(RecordBatch batch) {
    if (!batch.batchSchema().equals(schema)) {
      throw new IllegalArgumentException("The batch is of another schema than the filter");
    }
    return condition.accept(new Evaluation(batch)).slots();
  }

  /** Of one batch. All bits are made anew, so they may be changed. */
  private record Evaluation(RecordBatch batch)
      implements ConditionVisitor<BatchColumn, SlotBits, RuntimeException> {

    @Override
    public SlotBits visit(Condition.All<BatchColumn> all) {
      SlotBits rows = SlotBits.all(batch.rowCount());
      for (Condition<BatchColumn> part : all.parts()) {
        if (rows.isEmpty()) {
          return rows;
        }
        rows.and(part.accept(this));
      }
      return rows;
    }

    @Override
    public SlotBits visit(Condition.Any<BatchColumn> any) {
      SlotBits rows = SlotBits.none(batch.rowCount());
      for (Condition<BatchColumn> part : any.parts()) {
        rows.or(part.accept(this));
      }
      return rows;
    }

    @Override
    public SlotBits visit(Condition.Test<BatchColumn> test) {
      BodyCursor cursor = BodyCursor.of(batch.body());
      SlotBits visible = SlotBits.all(batch.rowCount());
      List<ColumnLayout> siblings = batch.batchSchema().columns();
      List<Integer> indices = test.column().indices();
      for (int level = 0; ; level++) {
        int index = indices.get(level);
        siblings.subList(0, index).forEach(column -> cursor.skip(column.shape()));
        ColumnLayout column = siblings.get(index);
        if (level == indices.size() - 1) {
          return matching(test, column, cursor, visible);
        }
        visible.and(SlotBits.ofValidity(struct(cursor), batch.rowCount()));
        siblings = column.children();
      }
    }

    private static ByteBuffer struct(BodyCursor cursor) {
      cursor.nextLength();
      return cursor.nextBuffer();
    }

    private SlotBits matching(
        Condition.Test<BatchColumn> test,
        ColumnLayout column,
        BodyCursor cursor,
        SlotBits visible) {
      BatchDictionaries dictionaries =
          new BatchDictionaries(batch.batchSchema(), batch.dictionaries());
      SlotMatches matches = SlotMatches.of(column, cursor, dictionaries, test.values(), visible);
      return test.values()
          .accept(
              new ValueSetVisitor<>() {
                @Override
                public SlotBits visit(Nullness nullness) {
                  return nullness == Nullness.NULL ? matches.valid().invert() : matches.valid();
                }

                @Override
                public SlotBits visit(KeyRanges ranges) {
                  return matches.inSet();
                }

                @Override
                public SlotBits visit(ByteRanges ranges) {
                  return matches.inSet();
                }
              });
    }
  }
}
