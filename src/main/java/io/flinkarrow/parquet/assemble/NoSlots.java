package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;
import java.io.IOException;

/** No values and no buffers, no validity either: each slot is null. */
public record NoSlots() implements SlotForm {

  @Override
  public void planValidity(BodyPlan plan, FieldSlots slots) throws IOException {
    if (slots.validCount() > 0) {
      throw new IOException(
          "is of the type UNKNOWN but holds a value. The file is damaged; write it again");
    }
    plan.node(slots.count(), slots.count());
  }

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {}
}
