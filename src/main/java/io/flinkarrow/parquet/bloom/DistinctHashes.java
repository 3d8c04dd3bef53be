package io.flinkarrow.parquet.bloom;

import java.util.Random;
import java.util.function.LongConsumer;

/** A set of hashes. */
final class DistinctHashes {

  private static final int FEWEST_SLOTS = 32;

  /** Differs from process to process, so that nobody can choose values whose hashes collide. */
  private static final long MULTIPLIER = new Random().nextLong() | 1;

  /** At most half of them taken; 0 if free. */
  private long[] slots = new long[FEWEST_SLOTS];

  private int taken;
  private boolean hasZero;

  void add(long hash) {
    if (hash == 0) {
      hasZero = true;
      return;
    }
    int slot = find(hash);
    if (slots[slot] == 0) {
      slots[slot] = hash;
      taken++;
    }
  }

  private int find(long hash) {
    int slot = (int) ((hash * MULTIPLIER) >>> Long.numberOfLeadingZeros(slots.length - 1L));
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** Whether there is no room for one more. */
  boolean isFull() {
    return 2 * taken >= slots.length;
  }

  /** Doubles the room. */
  void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long hash : old) {
      if (hash != 0) {
        slots[find(hash)] = hash;
      }
    }
  }

  int count() {
    return taken + (hasZero ? 1 : 0);
  }

  void forEach(LongConsumer receiver) {
    if (hasZero) {
      receiver.accept(0);
    }
    for (long hash : slots) {
      if (hash != 0) {
        receiver.accept(hash);
      }
    }
  }

  /** Heap bytes of the slots. */
  long retainedBytes() {
    return (long) Long.BYTES * slots.length;
  }
}
