package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.schema.FieldPosition;

/** A list whose slots all have the same number of element slots, null ones too. */
public final class FixedSizeListNode extends ListNode {

  private final int size;

  public FixedSizeListNode(FieldPosition position, int size, FieldNode element) {
    super(position, element);
    this.size = size;
  }

  @Override
  public void bindBuffers(BatchBuffers batch) {
    long elements = (long) length() * size;
    if (elements > Integer.MAX_VALUE) {
      throw malformed("at most %d elements".formatted(Integer.MAX_VALUE), elements + " elements");
    }
    element().bind(batch, (int) elements);
  }

  @Override
  public int offset(int slot) {
    return slot * size;
  }

  @Override
  public void offsets(int from, int slots, int[] target) {
    for (int i = 0; i <= slots; i++) {
      target[i] = (from + i) * size;
    }
  }
}
