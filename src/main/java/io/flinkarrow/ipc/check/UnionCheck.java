package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.layout.ColumnLayout;

/** Type ids and offsets of a union. */
final class UnionCheck {

  private final CheckedColumn column;
  private final int[] childOfTypeId;

  UnionCheck(CheckedColumn column, ColumnLayout.Union layout) {
    this.column = column;
    this.childOfTypeId = layout.childOfTypeId();
  }

  void typeIds(HeapBuffer types) throws MalformedBytesException {
    column.requireBytes(types, column.length());
    for (int i = 0; i < column.length(); i++) {
      if (child(types, i) == ColumnLayout.NO_CHILD) {
        throw column.refused(
            types, "has at slot %d the type id of none of its children".formatted(i));
      }
    }
  }

  /** Slots that each child needs for the offsets that lead to it. */
  int[] childSlots(HeapBuffer types, HeapBuffer offsets) throws MalformedBytesException {
    column.requireBytes(offsets, (long) column.length() * Integer.BYTES);
    int[] needed = new int[childOfTypeId.length];
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
    return childOfTypeId[types.int8(slot) & 0xFF];
  }
}
