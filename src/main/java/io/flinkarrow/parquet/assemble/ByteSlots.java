package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;

/** Byte arrays of one width, as they are. */
public record ByteSlots(int width) implements SlotForm {

  @Override
  public void planInto(BodyPlan plan, FieldSlots slots, LeafValues values) {
    byte[] bytes = ((LeafValues.FixedBytes) values).bytes();
    plan.buffer(
        (long) slots.count() * width,
        (target, at) ->
            slots.forEachRun(
                (slot, value, count) ->
                    System.arraycopy(
                        bytes, value * width, target, at + slot * width, count * width)));
  }
}
