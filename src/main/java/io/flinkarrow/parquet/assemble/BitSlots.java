package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;

/** BOOLEAN: a bit per slot. */
public record BitSlots() implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {
    long[] bits = ((LeafValues.Booleans) values).words();
    batch
        .plan()
        .buffer(
            FieldSlots.bytes(slots.count()),
            (target, at) -> {
              if (slots.noneIsNull()) {
                FieldSlots.copyBits(bits, slots.count(), target, at);
              } else {
                slots.forEachValid(
                    (slot, value) -> {
                      long bit = bits[value >>> 6] >>> value & 1;
                      target[at + (slot >>> 3)] |= (byte) (bit << (slot & 7));
                    });
              }
            });
  }
}
