package io.flinkarrow.parquet.shred.values;

import java.util.function.IntUnaryOperator;

/**
 * The bytes of values whose slots each tell a length: added up once, because those of stretches are
 * asked for again and again.
 */
final class SlotByteSums {

  private static final int CHUNK_BITS = 10;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final long[] NOTHING = {};

  private final IntUnaryOperator lengthAt;

  /** The bytes of all slots before each chunk of them. */
  private long[] bytesBefore = NOTHING;

  private int slots;
  private long bytesOfAll;

  /**
   * @param lengthAt the length of a slot's value
   */
  SlotByteSums(IntUnaryOperator lengthAt) {
    this.lengthAt = lengthAt;
  }

  /** Adds up the bytes of so many slots; returns those of all. */
  long sumUp(int slotCount) {
    slots = slotCount;
    bytesBefore = new long[(slots >>> CHUNK_BITS) + 1];
    bytesOfAll = 0;
    for (int from = 0; from < slots; from += CHUNK) {
      bytesBefore[from >>> CHUNK_BITS] = bytesOfAll;
      bytesOfAll += added(from, Math.min(slots, from + CHUNK));
    }
    return bytesOfAll;
  }

  void clear() {
    bytesBefore = NOTHING;
    slots = 0;
    bytesOfAll = 0;
  }

  long bytes(int fromSlot, int toSlot) {
    return toSlot - fromSlot < CHUNK
        ? added(fromSlot, toSlot)
        : bytesBefore(toSlot) - bytesBefore(fromSlot);
  }

  private long bytesBefore(int slot) {
    return slot == slots
        ? bytesOfAll
        : bytesBefore[slot >>> CHUNK_BITS] + added(slot & -CHUNK, slot);
  }

  private long added(int fromSlot, int toSlot) {
    long bytes = 0;
    for (int slot = fromSlot; slot < toSlot; slot++) {
      bytes += lengthAt.applyAsInt(slot);
    }
    return bytes;
  }
}
