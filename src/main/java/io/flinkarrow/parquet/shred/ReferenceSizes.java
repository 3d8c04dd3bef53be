package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.nodes.ReferenceNode;

/** Sizes of the values that the slots of a field refer to. */
final class ReferenceSizes extends SummedSizes {

  private final ReferenceNode reference;
  private final SlotSizes values;
  private final int ofNothing;

  /**
   * @param values the sizes of what is referred to
   * @param ofNothing the size of a slot that refers to nothing
   * @param referredTo whether other slots refer to these
   */
  ReferenceSizes(ReferenceNode reference, SlotSizes values, int ofNothing, boolean referredTo) {
    super(reference, referredTo);
    this.reference = reference;
    this.values = values;
    this.ofNothing = ofNothing;
  }

  @Override
  long ofSlot(int slot) {
    int value = reference.valueSlot(slot);
    return value < 0 ? ofNothing : values.of(value, value + 1);
  }
}
