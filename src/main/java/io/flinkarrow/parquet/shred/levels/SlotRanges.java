package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.shred.nodes.Bits;
import java.util.Arrays;

/**
 * Ranges of slots, adjacent ones joined. Read one after the other they are numbered. They ascend
 * unless references or list views lead to them.
 */
public final class SlotRanges {

  private int[] from = new int[4];
  private int[] to = new int[4];
  private int count;
  private int slots;

  public int count() {
    return count;
  }

  /** The slots of all ranges together. */
  public int slots() {
    return slots;
  }

  public int from(int range) {
    return from[range];
  }

  int to(int range) {
    return to[range];
  }

  public int length(int range) {
    return to[range] - from[range];
  }

  void clear() {
    count = 0;
    slots = 0;
  }

  void add(int first, int end) {
    if (first == end) {
      return;
    }
    slots = Math.addExact(slots, end - first);
    if (count > 0 && to[count - 1] == first) {
      to[count - 1] = end;
      return;
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = first;
    to[count] = end;
    count++;
  }

  /** Adds those slots of {@code source} whose bit, by number, is set. */
  void addSelected(SlotRanges source, long[] selected) {
    int number = 0;
    for (int range = 0; range < source.count; range++) {
      int end = number + source.length(range);
      int base = source.from[range] - number;
      int run = Bits.nextSet(selected, number, end);
      while (run < end) {
        int runEnd = Bits.nextClear(selected, run, end);
        add(base + run, base + runEnd);
        run = Bits.nextSet(selected, runEnd, end);
      }
      number = end;
    }
  }

  long retainedBytes() {
    return 2L * Integer.BYTES * from.length;
  }
}
