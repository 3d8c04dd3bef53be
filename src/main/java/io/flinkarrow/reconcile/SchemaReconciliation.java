package io.flinkarrow.reconcile;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.reconcile.column.ChildColumns;
import io.flinkarrow.reconcile.values.ConversionMemoryLimit;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Whether and how batches of one schema become batches of another without losing anything: fields
 * by name, at every level; fields that did not come are null, those that are not wanted are a
 * difference. Immutable, for any number of batches.
 */
public final class SchemaReconciliation {

  private final BatchSchema wanted;
  private final BatchSchema checked;
  private final List<String> differences;
  private final ChildColumns columns;

  private SchemaReconciliation(
      BatchSchema wanted, BatchSchema checked, List<String> differences, ChildColumns columns) {
    this.wanted = wanted;
    this.checked = checked;
    this.differences = differences;
    this.columns = columns;
  }

  /**
   * @param widening whether values may become those of wider types
   */
  public static SchemaReconciliation between(
      BatchSchema came, BatchSchema wanted, boolean widening) {
    ReconciliationPlanner planner = new ReconciliationPlanner(widening);
    ReconciliationPlanner.Columns columns =
        planner.columns(
            ComparableSchema.of(wanted.schema()).getFields(),
            ComparableSchema.of(came.schema()).getFields());
    List<String> differences = planner.differences();
    BatchSchema checked =
        differences.isEmpty() ? BatchSchema.of(new Schema(columns.checked())) : came;
    return new SchemaReconciliation(wanted, checked, differences, columns.children());
  }

  /** What stands against it, one line a field; empty if nothing does. */
  public List<String> differences() {
    return differences;
  }

  /**
   * The schema that came, with the fields required that are wanted so: what batches must have been
   * checked against.
   */
  public BatchSchema checked() {
    return checked;
  }

  /**
   * For batches that follow one another.
   *
   * @param budget asked for all that they take
   * @throws IllegalStateException if there are {@link #differences()}
   */
  public BatchReconciler reconciler(ConversionMemoryLimit budget) {
    if (!differences.isEmpty()) {
      throw new IllegalStateException("The schemas cannot be reconciled: " + differences);
    }
    return new BatchReconciler(this, budget);
  }

  BatchSchema wanted() {
    return wanted;
  }

  ChildColumns columns() {
    return columns;
  }

  /** Whether a batch is one of the wanted schema already. */
  boolean fits(RecordBatch batch) {
    return columns.keepBytes(batch.schema().getFields().size());
  }
}
