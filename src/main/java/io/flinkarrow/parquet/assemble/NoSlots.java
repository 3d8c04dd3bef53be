package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;

/** No values and no buffers: each slot is null. */
public record NoSlots() implements SlotForm {

  @Override
  public void planInto(BodyPlan plan, FieldSlots slots, LeafValues values) {}
}
