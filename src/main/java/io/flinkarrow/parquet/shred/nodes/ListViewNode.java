package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.schema.FieldPosition;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/**
 * A list whose slots each say where their elements lie: ListView and LargeListView. They may be in
 * any order, overlap, and leave elements out. What lies under a null is not looked at: a null slot
 * has no elements.
 *
 * <p>Most come in order, each list beginning where the one before ends. Then offsets are made of
 * them, and they are lists like others.
 */
public final class ListViewNode extends ListNode {

  private static final int[] EMPTY = {0};

  private final boolean wideOffsets;
  private ByteBuffer starts;
  private ByteBuffer sizes;

  /** Null if the lists are not in order. */
  @Nullable private int[] offsets = EMPTY;

  public ListViewNode(FieldPosition position, boolean wideOffsets, FieldNode element) {
    super(position, element);
    this.wideOffsets = wideOffsets;
  }

  @Override
  public void bindBuffers(BatchBuffers batch) {
    long bytes = (long) length() * (wideOffsets ? Long.BYTES : Integer.BYTES);
    starts = buffer(batch, 1);
    sizes = buffer(batch, 2);
    checkLength(starts, bytes, "offsets");
    checkLength(sizes, bytes, "sizes");
    int elements = batch.nodeLengths()[element().position().node()];
    int end = 0;
    boolean inOrder = true;
    int next = -1;
    for (int slot = 0; slot < length(); slot++) {
      if (!isNull(slot) && at(sizes, slot) != 0) {
        checkInside(slot, elements);
        inOrder &= next < 0 || next == first(slot);
        next = end(slot);
        end = Math.max(end, next);
      }
    }
    offsets = inOrder ? offsetsInOrder(end) : null;
    element().bind(batch, end);
  }

  private void checkInside(int slot, int elements) {
    long start = at(starts, slot);
    long size = at(sizes, slot);
    if (start < 0 || size < 0 || size > elements - start) {
      throw malformed(
          "lists within its %d elements".formatted(elements),
          "one of %d elements from %d on in slot %d".formatted(size, start, slot));
    }
  }

  /** Empty slots end where they begin, which is where the next elements begin. */
  private int[] offsetsInOrder(int end) {
    int[] inOrder = new int[length() + 1];
    inOrder[length()] = end;
    for (int slot = length() - 1; slot >= 0; slot--) {
      inOrder[slot] = inOrder[slot + 1] - size(slot);
    }
    return inOrder;
  }

  @Override
  public boolean isInOrder() {
    return offsets != null;
  }

  @Override
  public int offset(int slot) {
    return offsets[slot];
  }

  @Override
  public int first(int slot) {
    return isNull(slot) ? 0 : (int) at(starts, slot);
  }

  @Override
  public int end(int slot) {
    return first(slot) + size(slot);
  }

  private int size(int slot) {
    return isNull(slot) ? 0 : (int) at(sizes, slot);
  }

  @Override
  public void offsets(int from, int slots, int[] target) {
    if (offsets != null) {
      System.arraycopy(offsets, from, target, 0, slots + 1);
      return;
    }
    target[0] = 0;
    for (int i = 0; i < slots; i++) {
      target[i + 1] = target[i] + size(from + i);
    }
  }

  private boolean isNull(int slot) {
    return hasNulls() && !Bitmaps.isSet(validity(), slot);
  }

  private long at(ByteBuffer numbers, int slot) {
    return OffsetBuffers.at(numbers, wideOffsets, slot);
  }

  @Override
  public void unbind() {
    super.unbind();
    starts = null;
    sizes = null;
    offsets = EMPTY;
  }
}
