package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;

/**
 * Values of a leaf column that are decoded and not taken yet, dense. Decoders append to it. Owns
 * its arrays, which grow and are used again; what {@link #values} lends is valid until something
 * else is called.
 */
public abstract sealed class DecodedValues
    permits DecodedBooleans, DecodedInts, DecodedLongs, DecodedBytes, DecodedFixedBytes {

  private int count;

  /** How many there are. */
  public final int count() {
    return count;
  }

  final void advance(int added) {
    count += added;
  }

  /** The first values, lent. */
  public abstract LeafValues values(int first);

  /** Forgets the first values; the others move to the front. */
  public final void drop(int first) {
    moveToFront(first, count - first);
    count -= first;
  }

  abstract void moveToFront(int first, int kept);

  /** What a value takes, and a null where it becomes a slot; of byte arrays without their bytes. */
  public abstract int slotBytes();

  /** What the values take together. */
  public long bytes() {
    return (long) count * slotBytes();
  }

  /** What the first values take beside their slots. */
  public long bytesBesideSlots(int first) {
    return 0;
  }

  /**
   * How many bytes the values may take together beside their slots. Only byte arrays are of any
   * length; of others the caller knows what they take.
   */
  public void limit(int mostBytes) {}

  /** Gives up room that is not used. */
  public abstract void trim();

  /** Heap bytes of the arrays. */
  public abstract long retainedBytes();

  /** At least twice as much, so that appending costs the same per value. */
  static int grown(int length, int needed) {
    long doubled = Math.max(needed, 2L * length);
    return (int) Math.min(doubled, Math.max(needed, Integer.MAX_VALUE - Long.SIZE));
  }
}
