package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.parquet.shred.LeafPath.Hop;
import java.util.Arrays;

/**
 * Builds the levels of a stretch of entries of one leaf column, and finds the leaf's slots that
 * hold its values.
 *
 * <p>It goes down the path one hop at a time, all rows or elements at once. Before a hop there is
 * one level entry per slot reached so far ("open") and one per null or empty list met on the way
 * ("closed"). Each hop has two steps. "Narrow" closes the open entries with a null on the hop's
 * chain, at the level of that null. "Expand" then replaces each open entry by one entry per element
 * of its list; an empty list becomes a closed entry. An open entry always carries the definition
 * level that it ends with if nothing more is null, so that a hop without nulls costs nothing.
 *
 * <p>For example, four rows of a nullable list of nullable strings, {@code [a, null]}, {@code
 * null}, {@code []} and {@code [b]}. Closed entries are in brackets:
 *
 * <pre>
 * row                  0      1     2     3
 * start                1      1     1     1     definition levels: not null, perhaps empty
 * narrow the list      1     (0)    1     1     row 1 is null
 * expand the list      3 3   (0)   (1)    3     row 2 is empty
 * narrow the strings   3 (2) (0)   (1)    3     the second element is null
 * repetition levels    0 1    0     0     0
 * </pre>
 *
 * <p>What it returns and lends is valid until it builds again.
 */
final class LevelBuilder {

  /** Null between batches: its fields belong to a writer, and the builder to a thread. */
  private LeafPath path;

  /** The row of the first entry, or if that one continues a row, the row behind it. */
  private int firstRow;

  /** The hop that the entries begin at, and how many slots it has. */
  private int firstHop;

  private int slotCount;

  /** Entries, open and closed. */
  private int count;

  /** Whether all entries have one definition level and the array is not filled. */
  private boolean uniform;

  private int uniformDefinition;

  /** Whether the repetition levels are filled; until the first list, all are 0. */
  private boolean inList;

  private byte[] definition = {};
  private byte[] repetition = {};
  private byte[] nextDefinition = {};
  private byte[] nextRepetition = {};
  private byte[] slotDefinition = {};
  private int[] offsets = {};

  private final LiveSlots slots = new LiveSlots();

  /**
   * Builds the levels of slots that follow one another: of rows, or of the elements of one list all
   * of whose parents are valid.
   *
   * @param hop the one that begins at the slots: 0 for rows
   * @param repetitionLevel of the first slot, which may begin a row or continue it; the others have
   *     that of the list's elements
   * @param row the row of the first slot
   * @throws RefusedRowsException if a required field is null in one of them
   */
  Levels build(
      LeafPath leafPath, int hop, int fromSlot, int slotsInOrder, int repetitionLevel, int row) {
    path = leafPath;
    firstHop = hop;
    firstRow = repetitionLevel == 0 ? row : row + 1;
    slotCount = slotsInOrder;
    count = slotCount;
    uniform = true;
    Hop[] hops = path.hops();
    uniformDefinition = hops[hop].fullDefinition();
    inList = hop > 0;
    if (inList) {
      repetition = grown(repetition, count);
      Arrays.fill(repetition, 0, count, (byte) hop);
      repetition[0] = (byte) repetitionLevel;
    }
    slots.start(fromSlot, fromSlot + slotCount);
    int last = hops.length - 1;
    boolean bitmap = last == 0 && path.maxDefinition() == 1;
    for (int i = hop; i < last; i++) {
      narrow(hops[i], true);
      slots.keepLive();
      expand(hops[i], hops[i + 1].fullDefinition());
    }
    narrow(hops[last], !bitmap);
    return bitmap ? bitmapLevels() : levels();
  }

  /** Forgets the path. */
  void release() {
    path = null;
  }

  /** The leaf's slots whose parents are all valid, and which of them hold values. */
  LiveSlots slots() {
    return slots;
  }

  /** An error about value {@code index}, saying where it lies. */
  RefusedRowsException refusal(int index, String problem) {
    int entry;
    if (!uniform) {
      entry = indexOf((byte) path.maxDefinition(), index);
    } else {
      entry = slots.number(index);
    }
    return new RefusedRowsException(
        "Column %s, row %d of the batch: %s".formatted(leaf().path(), rowOf(entry), problem));
  }

  private void narrow(Hop hop, boolean lowerDefinitions) {
    int open = slots.open();
    boolean everyEntryOpen = open == count;
    boolean lowered = false;
    int level = hop.baseDefinition();
    for (FieldNode node : hop.chain()) {
      boolean nullable = node.position().nullable();
      if (node.hasNulls() && slots.findNulls(node)) {
        if (!nullable) {
          throw nullRefused(node, hop, everyEntryOpen);
        }
        boolean everyEntryNull = slots.excludeNulls() == count;
        if (lowerDefinitions && everyEntryNull && uniform) {
          uniformDefinition = level;
        } else if (lowerDefinitions) {
          byte[] target = everyEntryOpen ? materialized() : slotDefinitions(hop, open, lowered);
          lower(target, slots.nulls(), open, (byte) level);
          lowered = true;
        }
      }
      if (nullable) {
        level++;
      }
    }
    if (lowered && !everyEntryOpen) {
      mergeSlotDefinitions((byte) hop.fullDefinition());
    }
  }

  /** The definition levels as an array, whose entries are then all open. */
  private byte[] materialized() {
    if (uniform) {
      definition = grown(definition, count);
      Arrays.fill(definition, 0, count, (byte) uniformDefinition);
      uniform = false;
    }
    return definition;
  }

  /** The definition levels of the open entries only, merged later with the closed ones. */
  private byte[] slotDefinitions(Hop hop, int open, boolean filled) {
    if (!filled) {
      slotDefinition = grown(slotDefinition, open);
      Arrays.fill(slotDefinition, 0, open, (byte) hop.fullDefinition());
    }
    return slotDefinition;
  }

  private static void lower(byte[] target, long[] nulls, int open, byte level) {
    int words = Bits.words(open);
    for (int i = 0; i < words; i++) {
      long word = nulls[i];
      int base = i << 6;
      if (word == -1L) {
        Arrays.fill(target, base, base + Long.SIZE, level);
      } else {
        while (word != 0) {
          target[base + Long.numberOfTrailingZeros(word)] = level;
          word &= word - 1;
        }
      }
    }
  }

  private void mergeSlotDefinitions(byte open) {
    int slot = 0;
    for (int i = 0; i < count; i++) {
      if (definition[i] == open) {
        definition[i] = slotDefinition[slot++];
      }
    }
  }

  private void expand(Hop hop, int childDefinition) {
    if (slots.open() == 0) {
      return;
    }
    ListNode list = hop.list();
    SlotRanges ranges = slots.ranges();
    int bound = count;
    for (int i = 0; i < ranges.count(); i++) {
      bound += list.offset(ranges.to(i)) - list.offset(ranges.from(i));
    }
    nextDefinition = grown(nextDefinition, bound);
    nextRepetition = grown(nextRepetition, bound);
    Arrays.fill(nextDefinition, 0, bound, (byte) childDefinition);
    Arrays.fill(nextRepetition, 0, bound, (byte) hop.repetition());
    if (ranges.slots() == count && !inList) {
      count = expandRows(list, (byte) hop.fullDefinition());
    } else {
      count = expandEntries(list, (byte) hop.fullDefinition());
    }
    byte[] oldDefinition = definition;
    definition = nextDefinition;
    nextDefinition = oldDefinition;
    byte[] oldRepetition = repetition;
    repetition = nextRepetition;
    nextRepetition = oldRepetition;
    slots.descend();
    inList = true;
    uniform = false;
  }

  /** Expands when each entry is open and begins a row. */
  private int expandRows(ListNode list, byte emptyDefinition) {
    int next = 0;
    for (int range = 0; range < slots.ranges().count(); range++) {
      int length = loadOffsets(list, range);
      for (int i = 0; i < length; i++) {
        int elements = offsets[i + 1] - offsets[i];
        nextRepetition[next] = 0;
        if (elements == 0) {
          nextDefinition[next] = emptyDefinition;
          next++;
        } else {
          next += elements;
        }
      }
    }
    return next;
  }

  private int expandEntries(ListNode list, byte open) {
    boolean mixed = slots.open() != count;
    int entry = 0;
    int next = 0;
    for (int range = 0; range < slots.ranges().count(); range++) {
      int length = loadOffsets(list, range);
      for (int i = 0; i < length; i++) {
        while (mixed && definition[entry] != open) {
          next = copyEntry(entry++, next);
        }
        nextRepetition[next] = inList ? repetition[entry] : 0;
        entry++;
        int elements = offsets[i + 1] - offsets[i];
        if (elements == 0) {
          nextDefinition[next] = open;
          next++;
        } else {
          next += elements;
        }
      }
    }
    while (entry < count) {
      next = copyEntry(entry++, next);
    }
    return next;
  }

  private int copyEntry(int entry, int next) {
    nextDefinition[next] = definition[entry];
    nextRepetition[next] = inList ? repetition[entry] : 0;
    return next + 1;
  }

  /**
   * @return the slots of the range, one less than offsets
   */
  private int loadOffsets(ListNode list, int range) {
    SlotRanges ranges = slots.ranges();
    int length = ranges.length(range);
    offsets = grown(offsets, length + 1);
    list.offsets(ranges.from(range), length, offsets);
    slots.addBelow(offsets[0], offsets[length]);
    return length;
  }

  private Levels bitmapLevels() {
    int valid = slots.liveCount();
    if (valid == count || valid == 0) {
      return new Levels.Uniform(valid == 0 && count > 0 ? 0 : 1, count);
    }
    return new Levels.Bitmap(slots.live(), count, valid);
  }

  private Levels levels() {
    boolean repeats = firstHop > 0 || count != slotCount;
    if (repeats) {
      return new Levels.Materialized(repetition, materialized(), count);
    }
    if (uniform || allEqual()) {
      return new Levels.Uniform(uniform ? uniformDefinition : definition[0], count);
    }
    return new Levels.Materialized(null, definition, count);
  }

  private boolean allEqual() {
    byte first = definition[0];
    for (int i = 1; i < count; i++) {
      if (definition[i] != first) {
        return false;
      }
    }
    return true;
  }

  private RefusedRowsException nullRefused(FieldNode node, Hop hop, boolean everyEntryOpen) {
    int slot = Bits.nextSet(slots.nulls(), 0, slots.open());
    int entry = everyEntryOpen ? slot : indexOf((byte) hop.fullDefinition(), slot);
    String advice =
        switch (node.position().nullability()) {
          case REQUIRED, NULLABLE -> "is required; declare the field nullable or leave out the row";
          case MAP_KEY -> "is a map key, never null; leave out the entry";
          case MAP_ENTRY -> "is a map entry, never null; leave it out";
          case VARIANT_PART -> "is part of a variant, never null; make the variant null instead";
        };
    return new RefusedRowsException(
        "Column %s holds a null in row %d of the batch, but %s"
            .formatted(node.position().path(), rowOf(entry), advice));
  }

  /** The entry that is number {@code number} of those with a definition level. */
  private int indexOf(byte level, int number) {
    int left = number;
    int entry = 0;
    while (definition[entry] != level || left-- > 0) {
      entry++;
    }
    return entry;
  }

  private int rowOf(int entry) {
    if (!inList) {
      return firstRow + entry;
    }
    int row = firstRow - 1;
    for (int i = 0; i <= entry; i++) {
      row += repetition[i] == 0 ? 1 : 0;
    }
    return row;
  }

  private FieldPosition leaf() {
    FieldNode[] chain = path.last().chain();
    return chain[chain.length - 1].position();
  }

  long retainedBytes() {
    return (long) definition.length
        + repetition.length
        + nextDefinition.length
        + nextRepetition.length
        + slotDefinition.length
        + (long) Integer.BYTES * offsets.length
        + slots.retainedBytes();
  }

  private static byte[] grown(byte[] array, int length) {
    return array.length >= length ? array : new byte[ShredScratch.grown(length)];
  }

  private static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[ShredScratch.grown(length)];
  }
}
