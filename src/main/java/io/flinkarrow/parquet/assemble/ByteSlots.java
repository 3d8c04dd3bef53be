package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;

/** Byte arrays of one width, as they are. */
public record ByteSlots(int width) implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {
    byte[] bytes = ((LeafValues.FixedBytes) values).bytes();
    batch
        .plan()
        .buffer(
            (long) slots.count() * width,
            (target, at) ->
                slots.forEachRun(
                    (slot, value, count) ->
                        System.arraycopy(
                            bytes, value * width, target, at + slot * width, count * width)));
  }
}
