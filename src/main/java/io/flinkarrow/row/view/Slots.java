package io.flinkarrow.row.view;

import javax.annotation.Nullable;

/**
 * How many slots a column has, and which are null.
 *
 * @param validity a set bit for each slot that is not null, least significant first; null if none
 *     is null
 */
public record Slots(int count, @Nullable long[] validity) {

  /** Of which none is null. */
  public static Slots valid(int count) {
    return new Slots(count, null);
  }

  /** Of which all are null. */
  public static Slots allNull(int count) {
    return new Slots(count, new long[(count + Long.SIZE - 1) >>> 6]);
  }

  public boolean isNull(int slot) {
    return validity != null && (validity[slot >>> 6] >>> slot & 1) == 0;
  }

  /** The slot of a value, counted among those that are not null. */
  public int slotOf(int value) {
    int slot = -1;
    for (int left = value; left >= 0; left -= isNull(slot) ? 0 : 1) {
      slot++;
    }
    return slot;
  }

  /**
   * The first slot that is null though that of the parent is not, or the number of slots if there
   * is none.
   *
   * @param parent with as many slots
   */
  public int firstNullWithin(Slots parent) {
    if (validity == null) {
      return count;
    }
    int slot = 0;
    while (slot < count && (!isNull(slot) || parent.isNull(slot))) {
      slot++;
    }
    return slot;
  }
}
