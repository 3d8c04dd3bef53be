package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;

/**
 * Byte arrays of any length: offsets, then the bytes. Those of a null are none.
 *
 * @param wideOffsets whether offsets have 64 bits instead of 32
 */
public record VariableSlots(boolean wideOffsets) implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {
    BodyPlan plan = batch.plan();
    LeafValues.Bytes bytes = (LeafValues.Bytes) values;
    int[] ends = bytes.offsets();
    int start = ends[0];
    int[] offsets = new int[slots.count() + 1];
    int value = 0;
    for (int slot = 0; slot < slots.count(); slot++) {
      value += slots.isValid(slot) ? 1 : 0;
      offsets[slot + 1] = ends[value] - start;
    }
    Offsets.planInto(plan, offsets, wideOffsets);
    int length = ends[bytes.count()] - start;
    plan.buffer(length, (target, at) -> System.arraycopy(bytes.bytes(), start, target, at, length));
  }
}
