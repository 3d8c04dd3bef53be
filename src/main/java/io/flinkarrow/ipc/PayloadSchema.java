package io.flinkarrow.ipc;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.check.SentWidths;
import io.flinkarrow.ipc.flat.SentSchema;
import io.flinkarrow.reconcile.SchemaReconciliation;
import java.util.Optional;

/**
 * A payload's schema, and what is done with its batches.
 *
 * @param own the schema as the payload has it, with types that Arrow for Java has
 * @param checked the schema that decoded batches have: they are checked against it and, if there is
 *     a reconciliation, converted from it to the expected schema
 * @param reconciliation the conversion to the expected schema; empty if batches need none
 * @param widths of the values in the payload
 */
record PayloadSchema(
    BatchSchema own,
    BatchSchema checked,
    Optional<SchemaReconciliation> reconciliation,
    SentWidths widths) {

  /** Batches of a schema that need no reconciliation. */
  static PayloadSchema of(BatchSchema own, BatchSchema batches) {
    return new PayloadSchema(own, batches, Optional.empty(), SentWidths.AS_DECODED);
  }

  /** The same for payloads whose values have the widths of another schema. */
  PayloadSchema sentAs(SentSchema schema) {
    return schema.sent() == schema.decoded()
        ? this
        : new PayloadSchema(own, checked, reconciliation, SentWidths.of(schema.sent()));
  }
}
