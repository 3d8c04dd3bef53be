package io.flinkarrow.ipc;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.reconcile.SchemaReconciliation;
import java.util.Optional;

/**
 * A payload's schema.
 *
 * @param own as it came
 * @param checked what its batches are checked against, and have before they are reconciled
 * @param reconciliation empty if they stay as they are
 */
record PayloadSchema(
    BatchSchema own, BatchSchema checked, Optional<SchemaReconciliation> reconciliation) {

  /** Batches of a schema that need no reconciliation. */
  static PayloadSchema of(BatchSchema own, BatchSchema batches) {
    return new PayloadSchema(own, batches, Optional.empty());
  }
}
