package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import java.util.Arrays;

/**
 * Which slots of a column can be seen through its parents: a required child may hold nulls where
 * its parent is null or has no elements. Told from the top down, each level once and only if it is
 * asked for, so that it costs as much as there are slots, however deep they lie.
 */
final class VisibleSlots {

  /** Of columns without parents, and where telling would take a pass over the parent. */
  static final VisibleSlots ALL = new VisibleSlots(0, (budget, bits) -> {});

  private final int count;
  private final Level level;
  private long[] bits;

  /** Sets the bits of the slots that can be seen. */
  private interface Level {
    void mark(PayloadMemoryLimit budget, long[] bits) throws MalformedBytesException;
  }

  private VisibleSlots(int count, Level level) {
    this.count = count;
    this.level = level;
  }

  /** Of a struct's children. */
  static VisibleSlots ofStruct(CheckedColumn struct) {
    VisibleSlots parents = struct.visible();
    return struct.validity().isEmpty()
        ? parents
        : new VisibleSlots(
            struct.length(),
            (budget, bits) -> {
              Seen seen = parents.seen(struct, budget);
              for (int slot = 0; slot < struct.length(); slot++) {
                if (seen.at(slot)) {
                  bits[slot >>> 6] |= 1L << slot;
                }
              }
            });
  }

  /**
   * Of the child of a list column, whose offsets have been checked.
   *
   * @param elements slots of the child
   */
  static VisibleSlots ofList(CheckedColumn list, HeapBuffer offsets, int width, int elements) {
    return new VisibleSlots(
        elements,
        (budget, bits) -> {
          Seen seen = list.visible().seen(list, budget);
          for (int slot = 0; slot < list.length(); slot++) {
            if (seen.at(slot)) {
              int start = (int) offsets.number(slot, width);
              mark(bits, start, (int) offsets.number(slot + 1, width));
            }
          }
        });
  }

  /** Of a child that has {@code size} slots for each of the list's; together they are ints. */
  static VisibleSlots ofFixedSizeList(CheckedColumn list, int size) {
    return list.validity().isEmpty() && list.visible() == ALL
        ? ALL
        : new VisibleSlots(
            list.length() * size,
            (budget, bits) -> {
              Seen seen = list.visible().seen(list, budget);
              for (int slot = 0; slot < list.length(); slot++) {
                if (seen.at(slot)) {
                  mark(bits, slot * size, (slot + 1) * size);
                }
              }
            });
  }

  /** Of the child of a sparse union with a type id. */
  static VisibleSlots ofSparseUnion(CheckedColumn union, HeapBuffer typeIds, int typeId) {
    return new VisibleSlots(
        union.length(),
        (budget, bits) -> {
          Seen seen = union.visible().seen(union, budget);
          for (int slot = 0; slot < union.length(); slot++) {
            if (typeIds.int8(slot) == typeId && seen.at(slot)) {
              bits[slot >>> 6] |= 1L << slot;
            }
          }
        });
  }

  private static void mark(long[] bits, int from, int to) {
    int word = from >>> 6;
    int last = to >>> 6;
    if (word == last) {
      bits[word] |= from == to ? 0 : (-1L << from) & ~(-1L << to);
      return;
    }
    bits[word] |= -1L << from;
    Arrays.fill(bits, word + 1, last, -1);
    bits[last] |= ~(-1L << to);
  }

  /** Slots of a column that are not null and can be seen. */
  interface Seen {
    boolean at(int slot);
  }

  /** Of a column whose slots these are. */
  Seen seen(CheckedColumn column, PayloadMemoryLimit budget) throws MalformedBytesException {
    if (this == ALL) {
      return slot -> !column.isNull(slot);
    }
    long[] visible = bits(budget, column.where());
    return slot -> (visible[slot >>> 6] >>> slot & 1) != 0 && !column.isNull(slot);
  }

  /** Whether a slot can be seen, null or not. */
  boolean visible(int slot, CheckedColumn column, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    return this == ALL || (bits(budget, column.where())[slot >>> 6] >>> slot & 1) != 0;
  }

  private long[] bits(PayloadMemoryLimit budget, long where) throws MalformedBytesException {
    if (bits == null) {
      int words = (count >>> 6) + 1;
      budget.charge((long) words * Long.BYTES, where);
      long[] marked = new long[words];
      level.mark(budget, marked);
      bits = marked;
    }
    return bits;
  }
}
