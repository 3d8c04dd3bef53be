package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;

/**
 * Offsets of lists, strings and binaries, 4 or 8 bytes wide, and offsets and sizes of list views.
 */
final class OffsetCheck {

  private OffsetCheck() {}

  /**
   * Refuses offsets that are negative, decrease or lead out of what they refer to. Those of a
   * column without slots mean nothing, whatever they are, and become zeros.
   *
   * @param limit bytes or slots that may be referred to
   */
  static void ascending(CheckedColumn column, HeapBuffer offsets, int width, long limit)
      throws MalformedBytesException {
    if (column.length() == 0) {
      offsets.clear();
      return;
    }
    column.requireBytes(offsets, (column.length() + 1L) * width);
    long previous = offsets.number(0, width);
    boolean descends = previous < 0;
    for (int i = 1; i <= column.length(); i++) {
      long next = width == Integer.BYTES ? offsets.int32(i) : offsets.int64(i);
      descends |= next < previous;
      previous = next;
    }
    if (descends) {
      throw column.refused(offsets, "has offsets that are negative or decrease");
    }
    if (previous > limit) {
      throw column.refused(
          offsets, "has offsets that lead beyond the %d bytes or slots there are".formatted(limit));
    }
  }

  /** Refuses list views that don't lie in the child, nulls too: their size counts. */
  static void views(
      CheckedColumn column,
      HeapBuffer offsets,
      HeapBuffer sizes,
      int width,
      int child,
      PayloadMemoryLimit budget)
      throws MalformedBytesException {
    column.requireBytes(offsets, (long) column.length() * width);
    column.requireBytes(sizes, (long) column.length() * width);
    long shared = 0;
    for (int i = 0; i < column.length(); i++) {
      long offset = offsets.number(i, width);
      long size = sizes.number(i, width);
      if (offset < 0 || size < 0 || size > child - offset) {
        throw column.refused(
            sizes,
            "has at slot %d a list that does not lie in its %d elements".formatted(i, child));
      }
      shared += size;
    }
    // Many lists may be one and the same: whoever unfolds them pays for each.
    budget.charge(Math.max(0, shared - child) / Byte.SIZE, offsets.origin());
  }
}
