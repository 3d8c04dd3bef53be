package io.flinkarrow.reconcile;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.reconcile.column.ConversionTarget;
import io.flinkarrow.reconcile.column.DictionaryParts;
import io.flinkarrow.reconcile.values.ConversionMemoryLimit;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;

/**
 * Batches of one schema to batches of another. Remembers the dictionaries of the batch before,
 * which tend to be those of the next. Not thread-safe.
 */
public final class BatchReconciler {

  private final SchemaReconciliation reconciliation;
  private final ConversionMemoryLimit budget;
  private final DictionaryParts dictionaries;

  BatchReconciler(SchemaReconciliation reconciliation, ConversionMemoryLimit budget) {
    this.reconciliation = reconciliation;
    this.budget = budget;
    this.dictionaries = new DictionaryParts(budget);
  }

  /**
   * The same values; nothing is copied if only the schema differs.
   *
   * @param batch of the schema {@link SchemaReconciliation#checked()}, and checked against it
   * @throws IllegalArgumentException if the values of this batch do not fit
   * @throws IOException if the budget does not suffice
   */
  public RecordBatch reconcile(RecordBatch batch) throws IOException {
    if (reconciliation.fits(batch)) {
      return RecordBatch.of(
          reconciliation.wanted(), batch.rowCount(), batch.body(), batch.dictionaries());
    }
    dictionaries.begin(batch.dictionaries());
    ConversionTarget target = new ConversionTarget(new BodyPlan(), dictionaries, budget);
    reconciliation
        .columns()
        .convert(
            SourceColumn.root(batch.rowCount(), batch.batchSchema().columns(), batch.body()),
            target);
    BatchBody body = target.copy();
    return RecordBatch.of(
        reconciliation.wanted(),
        batch.rowCount(),
        body,
        dictionaries.whole(reconciliation.wanted()));
  }
}
