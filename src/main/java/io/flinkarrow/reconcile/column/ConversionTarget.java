package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.reconcile.values.ConversionMemoryLimit;
import java.io.IOException;

/**
 * What conversions of columns write to: the plan of one body, with the dictionaries of its batch.
 *
 * @param plan nodes and buffers of the body, in Arrow's order
 * @param dictionaries of the batch, those of the payload and those that are made
 * @param budget charged before the body is copied
 */
public record ConversionTarget(
    BodyPlan plan, DictionaryParts dictionaries, ConversionMemoryLimit budget) {

  /** Heap bytes of what describes a body, and of each of its buffers, until it is copied. */
  private static final int BODY_BYTES = 512;

  private static final int BUFFER_BYTES = 128;

  /** An empty one beside this. */
  ConversionTarget another() {
    return new ConversionTarget(new BodyPlan(), dictionaries, budget);
  }

  /** Carries the plan out. */
  public BatchBody copy() throws IOException {
    budget.charge(plan.byteLength());
    budget.charge(BODY_BYTES + (long) BUFFER_BYTES * plan.buffers());
    return plan.copy();
  }
}
