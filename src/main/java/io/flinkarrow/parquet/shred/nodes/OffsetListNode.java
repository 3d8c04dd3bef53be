package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.nio.ByteBuffer;

/** A list whose offsets are written out: List, LargeList, Map. */
public final class OffsetListNode extends ListNode {

  private final boolean wideOffsets;
  private ByteBuffer offsets;

  public OffsetListNode(FieldPosition position, boolean wideOffsets, FieldNode element) {
    super(position, element);
    this.wideOffsets = wideOffsets;
  }

  @Override
  public void bindBuffers(BatchBuffers batch) {
    ByteBuffer buffer = buffer(batch, 1);
    int elements = batch.nodeLengths()[element().position().node()];
    checkOffsets(buffer, wideOffsets, length(), elements, "number of elements");
    offsets = buffer;
    element().bind(batch, offset(length()));
  }

  @Override
  public int offset(int slot) {
    if (length() == 0) {
      return 0;
    }
    return (int) OffsetBuffers.at(offsets, wideOffsets, slot);
  }

  @Override
  public void offsets(int from, int slots, int[] target) {
    OffsetBuffers.copy(offsets, wideOffsets, from, slots, target);
  }

  @Override
  public void unbind() {
    super.unbind();
    offsets = null;
  }
}
