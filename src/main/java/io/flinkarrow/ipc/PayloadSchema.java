package io.flinkarrow.ipc;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.reconcile.SchemaReconciliation;
import java.util.Optional;

/**
 * A payload's schema, and what is done with its batches.
 *
 * @param own the schema as the payload has it
 * @param checked the schema that decoded batches have: they are checked against it and, if there is
 *     a reconciliation, converted from it to the expected schema
 * @param reconciliation the conversion to the expected schema; empty if batches need none
 */
record PayloadSchema(
    BatchSchema own, BatchSchema checked, Optional<SchemaReconciliation> reconciliation) {

  /** Batches of a schema that need no reconciliation. */
  static PayloadSchema of(BatchSchema own, BatchSchema batches) {
    return new PayloadSchema(own, batches, Optional.empty());
  }
}
