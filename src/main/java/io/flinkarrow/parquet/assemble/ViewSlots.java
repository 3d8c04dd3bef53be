package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.column.LeafValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Byte arrays of any length: views, then a data buffer with the bytes of those that are long. */
public record ViewSlots() implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {
    LeafValues.Bytes stored = (LeafValues.Bytes) values;
    byte[] bytes = stored.bytes();
    int[] offsets = stored.offsets();
    int start = offsets[0];
    int end = offsets[stored.count()];
    BodyPlan plan = batch.plan();
    plan.buffer(
        (long) slots.count() * ViewForm.WIDTH,
        (target, at) -> {
          ByteBuffer views = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
          slots.forEachValid(
              (slot, value) -> {
                int from = offsets[value];
                int length = offsets[value + 1] - from;
                int view = at + slot * ViewForm.WIDTH;
                views.putInt(view, length);
                if (ViewForm.isInline(length)) {
                  System.arraycopy(bytes, from, target, view + ViewForm.VALUE, length);
                } else {
                  System.arraycopy(
                      bytes, from, target, view + ViewForm.VALUE, ViewForm.PREFIX_LENGTH);
                  views.putInt(view + ViewForm.OFFSET, from - start);
                }
              });
        });
    boolean hasLong = false;
    for (int value = 0; value < stored.count() && !hasLong; value++) {
      hasLong = !ViewForm.isInline(offsets[value + 1] - offsets[value]);
    }
    plan.variadic(hasLong ? 1 : 0);
    if (hasLong) {
      plan.buffer(
          end - start, (target, at) -> System.arraycopy(bytes, start, target, at, end - start));
    }
  }
}
