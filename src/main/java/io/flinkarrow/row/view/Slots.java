package io.flinkarrow.row.view;

import io.flinkarrow.layout.Bitmaps;
import java.nio.ByteBuffer;

/**
 * How many slots a column has, and which are null.
 *
 * @param bytes that hold the validity, a bit per slot
 * @param validity where it begins in them; {@link #NONE} if nothing is null
 */
public record Slots(int count, byte[] bytes, int validity) {

  static final int NONE = -1;

  private static final byte[] EMPTY = new byte[0];

  /**
   * @param validity a part of an array; empty if nothing is null
   */
  public static Slots of(int count, ByteBuffer validity) {
    return validity.limit() == 0
        ? new Slots(count, EMPTY, NONE)
        : new Slots(count, validity.array(), validity.arrayOffset());
  }

  /** Of a batch's rows. */
  public static Slots valid(int count) {
    return new Slots(count, EMPTY, NONE);
  }

  static Slots allNull(int count) {
    return new Slots(count, new byte[Bitmaps.bytes(count)], 0);
  }

  public boolean isNull(int slot) {
    return validity != NONE && !Bitmaps.isSet(bytes, validity, slot);
  }

  /**
   * The first slot that is null though that of the parent is not, or the number of slots if there
   * is none.
   *
   * @param parent with as many slots
   */
  public int firstNullWithin(Slots parent) {
    if (validity == NONE) {
      return count;
    }
    int slot = 0;
    while (slot < count && (!isNull(slot) || parent.isNull(slot))) {
      slot++;
    }
    return slot;
  }
}
