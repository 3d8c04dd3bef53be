package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import java.util.Arrays;

/** Type ids and offsets of a union. */
final class UnionCheck {

  private static final int UNKNOWN = -1;

  private final CheckedColumn column;
  private final int[] typeIds;
  private final int[] childOfType = new int[1 << Byte.SIZE];

  /**
   * @param typeIds the children's type ids, or null if they are their positions
   */
  UnionCheck(CheckedColumn column, int[] typeIds, int children) {
    this.column = column;
    this.typeIds = typeIds;
    Arrays.fill(childOfType, UNKNOWN);
    for (int child = 0; child < children; child++) {
      childOfType[typeId(child)] = child;
    }
  }

  int typeId(int child) {
    return typeIds == null ? child : typeIds[child];
  }

  void typeIds(HeapBuffer types) throws MalformedBytesException {
    column.requireBytes(types, column.length());
    for (int i = 0; i < column.length(); i++) {
      if (child(types, i) == UNKNOWN) {
        throw column.refused(
            types, "has at slot %d the type id of none of its children".formatted(i));
      }
    }
  }

  /** Slots that each child needs for the offsets that lead to it. */
  int[] childSlots(HeapBuffer types, HeapBuffer offsets) throws MalformedBytesException {
    column.requireBytes(offsets, (long) column.length() * Integer.BYTES);
    int[] needed = new int[childOfType.length];
    for (int i = 0; i < column.length(); i++) {
      int offset = offsets.int32(i);
      if (offset < 0 || offset == Integer.MAX_VALUE) {
        throw column.refused(offsets, "has at slot %d the offset %d".formatted(i, offset));
      }
      int child = child(types, i);
      needed[child] = Math.max(needed[child], offset + 1);
    }
    return needed;
  }

  private int child(HeapBuffer types, int slot) {
    return childOfType[types.int8(slot) & 0xFF];
  }
}
