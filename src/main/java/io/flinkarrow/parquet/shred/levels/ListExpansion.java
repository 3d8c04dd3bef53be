package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.shred.levels.LeafPath.Hop;
import io.flinkarrow.parquet.shred.nodes.ListNode;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Replaces each open entry by one entry per element of its list, and by a closed one if the list is
 * empty. Closed entries are copied. Its arrays hold the levels afterwards; they are exchanged for
 * those of before.
 */
final class ListExpansion {

  private byte[] definition = {};
  private byte[] repetition = {};
  private int[] offsets = {};

  /**
   * Expands all entries.
   *
   * @param hop that ends at the list
   * @param slots the list's open ones; the elements' are added below
   * @param elementDefinition the definition level of an element
   * @param oldDefinition levels of the entries; null if all are open
   * @param oldRepetition levels of the entries; null if each begins a row
   * @return how many entries there are now
   */
  int expand(
      Hop hop,
      LiveSlots slots,
      byte elementDefinition,
      @Nullable byte[] oldDefinition,
      @Nullable byte[] oldRepetition,
      int count) {
    ListNode list = hop.list();
    SlotRanges ranges = slots.ranges();
    int bound = count;
    for (int i = 0; i < ranges.count(); i++) {
      bound += elements(list, ranges.from(i), ranges.to(i));
    }
    definition = ScratchArrays.grown(definition, bound);
    repetition = ScratchArrays.grown(repetition, bound);
    Arrays.fill(definition, 0, bound, elementDefinition);
    Arrays.fill(repetition, 0, bound, (byte) hop.repetition());
    byte empty = (byte) hop.fullDefinition();
    if (ranges.slots() == count && oldRepetition == null) {
      return expandRows(list, slots, empty);
    }
    return expandEntries(list, slots, empty, oldDefinition, oldRepetition, count);
  }

  /** Expands when each entry is open and begins a row. */
  private int expandRows(ListNode list, LiveSlots slots, byte empty) {
    int next = 0;
    for (int range = 0; range < slots.ranges().count(); range++) {
      int length = loadOffsets(list, slots, range);
      for (int i = 0; i < length; i++) {
        int elements = offsets[i + 1] - offsets[i];
        repetition[next] = 0;
        if (elements == 0) {
          definition[next] = empty;
          next++;
        } else {
          next += elements;
        }
      }
    }
    return next;
  }

  private int expandEntries(
      ListNode list,
      LiveSlots slots,
      byte open,
      @Nullable byte[] oldDefinition,
      @Nullable byte[] oldRepetition,
      int count) {
    boolean mixed = slots.open() != count;
    int entry = 0;
    int next = 0;
    for (int range = 0; range < slots.ranges().count(); range++) {
      int length = loadOffsets(list, slots, range);
      for (int i = 0; i < length; i++) {
        while (mixed && oldDefinition[entry] != open) {
          next = copy(oldDefinition, oldRepetition, entry++, next);
        }
        repetition[next] = oldRepetition == null ? 0 : oldRepetition[entry];
        entry++;
        int elements = offsets[i + 1] - offsets[i];
        if (elements == 0) {
          definition[next] = open;
          next++;
        } else {
          next += elements;
        }
      }
    }
    while (entry < count) {
      next = copy(oldDefinition, oldRepetition, entry++, next);
    }
    return next;
  }

  private int copy(byte[] oldDefinition, @Nullable byte[] oldRepetition, int entry, int next) {
    definition[next] = oldDefinition[entry];
    repetition[next] = oldRepetition == null ? 0 : oldRepetition[entry];
    return next + 1;
  }

  /**
   * @return the slots of the range, one less than offsets
   */
  private int loadOffsets(ListNode list, LiveSlots slots, int range) {
    SlotRanges ranges = slots.ranges();
    int length = ranges.length(range);
    offsets = ScratchArrays.grown(offsets, length + 1);
    list.offsets(ranges.from(range), length, offsets);
    if (list.isInOrder()) {
      slots.addBelow(offsets[0], offsets[length]);
    } else {
      int from = ranges.from(range);
      for (int slot = from; slot < from + length; slot++) {
        slots.addBelow(list.first(slot), list.end(slot));
      }
    }
    return length;
  }

  private static int elements(ListNode list, int from, int to) {
    if (list.isInOrder()) {
      return list.offset(to) - list.offset(from);
    }
    int elements = 0;
    for (int slot = from; slot < to; slot++) {
      elements += list.end(slot) - list.first(slot);
    }
    return elements;
  }

  /** Takes an array for the next expansion and gives the levels of the last one. */
  byte[] exchangeDefinition(byte[] old) {
    byte[] levels = definition;
    definition = old;
    return levels;
  }

  /** The same with repetition levels. */
  byte[] exchangeRepetition(byte[] old) {
    byte[] levels = repetition;
    repetition = old;
    return levels;
  }

  long retainedBytes() {
    return (long) definition.length + repetition.length + (long) Integer.BYTES * offsets.length;
  }
}
