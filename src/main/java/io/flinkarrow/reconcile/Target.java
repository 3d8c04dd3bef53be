package io.flinkarrow.reconcile;

import io.flinkarrow.batch.BatchBody;
import io.flinkarrow.batch.BodyPlan;
import java.io.IOException;

/**
 * What conversions of columns write to: the plan of one body, with the dictionaries of its batch.
 *
 * @param plan nodes and buffers of the body, in Arrow's order
 * @param dictionaries of the batch, those of the payload and those that are made
 * @param budget charged before the body is copied
 */
record Target(BodyPlan plan, DictionaryParts dictionaries, HeapBudget budget) {

  /** Heap bytes of what describes a body, and of each of its buffers, until it is copied. */
  private static final int BODY_BYTES = 512;

  private static final int BUFFER_BYTES = 128;

  /** An empty one beside this. */
  Target another() {
    return new Target(new BodyPlan(), dictionaries, budget);
  }

  /** Carries the plan out. */
  BatchBody copy() throws IOException {
    budget.charge(plan.byteLength());
    budget.charge(BODY_BYTES + (long) BUFFER_BYTES * plan.buffers());
    return plan.copy();
  }
}
