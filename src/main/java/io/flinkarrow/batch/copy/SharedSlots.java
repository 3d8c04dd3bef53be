package io.flinkarrow.batch.copy;

import java.util.Arrays;

/**
 * Slots of a child that several slots of its parent refer to: each once, in the child's order. Else
 * a few bytes of a payload would become as many as refer to them.
 */
final class SharedSlots {

  private final SlotRuns slots = new SlotRuns();

  /** Of each run: where its first slot lies among the shared. */
  private final int[] positions;

  /**
   * @param used in any order, overlapping ones too
   */
  SharedSlots(SlotRuns used) {
    long[] sorted = new long[used.runs()];
    for (int run = 0; run < sorted.length; run++) {
      sorted[run] = (long) used.start(run) << Integer.SIZE | used.length(run);
    }
    Arrays.sort(sorted);
    for (long run : sorted) {
      int start = (int) (run >>> Integer.SIZE);
      int from = Math.max(start, slots.end());
      slots.add(from, Math.max(0, start + (int) run - from));
    }
    positions = new int[slots.runs()];
    for (int run = 1; run < positions.length; run++) {
      positions[run] = positions[run - 1] + slots.length(run - 1);
    }
  }

  SlotRuns slots() {
    return slots;
  }

  /** Where a slot that is used lies among the shared. */
  int positionOf(int slot) {
    int low = 0;
    int high = positions.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (slots.start(middle) <= slot) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return positions[low] + slot - slots.start(low);
  }
}
