package io.flinkarrow.reconcile;

import io.flinkarrow.batch.BatchBody;
import io.flinkarrow.batch.BodyPlan;
import java.io.IOException;

/**
 * Where columns go: the plan of one body.
 *
 * @param dictionaries of the batch, those that came and those that are made
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
