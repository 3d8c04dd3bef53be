package io.flinkarrow.ipc;

/**
 * Which slots of a column can be seen through its parents: a required child may hold nulls where
 * its parent is null or has no elements.
 */
interface Slots {

  /** Of columns without parents, and where telling would take a pass over the parent. */
  Slots ALL = slot -> true;

  boolean visible(int slot);

  /** Of a struct's children. */
  static Slots ofStruct(Slots parents, Column struct) {
    return struct.validity().isEmpty()
        ? parents
        : slot -> !struct.isNull(slot) && parents.visible(slot);
  }

  /** Of the child of a list column, whose offsets have been checked. */
  static Slots ofList(Slots parents, Column list, HeapBuffer offsets, int width) {
    return element -> {
      int low = 0;
      int high = list.length();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (offsets.number(middle, width) <= element) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      int row = low - 1;
      return row >= 0
          && element < offsets.number(row + 1, width)
          && !list.isNull(row)
          && parents.visible(row);
    };
  }

  static Slots ofFixedSizeList(Slots parents, Column list, int size) {
    return element -> !list.isNull(element / size) && parents.visible(element / size);
  }

  /** Of the child of a sparse union with a type id. */
  static Slots ofSparseUnion(Slots parents, HeapBuffer typeIds, int typeId) {
    return slot -> typeIds.int8(slot) == typeId && parents.visible(slot);
  }
}
