package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.schema.FieldPosition;

/** A list whose slots all have the same number of element slots, null ones too. */
final class FixedSizeListNode extends ListNode {

  private final int size;

  FixedSizeListNode(FieldPosition position, int size, FieldNode element) {
    super(position, element);
    this.size = size;
  }

  @Override
  void bindBuffers(BatchBuffers batch) {
    long elements = (long) length() * size;
    if (elements > Integer.MAX_VALUE) {
      throw malformed("at most %d elements".formatted(Integer.MAX_VALUE), elements + " elements");
    }
    element().bind(batch, (int) elements);
  }

  @Override
  int offset(int slot) {
    return slot * size;
  }

  @Override
  void offsets(int from, int slots, int[] target) {
    for (int i = 0; i <= slots; i++) {
      target[i] = (from + i) * size;
    }
  }
}
