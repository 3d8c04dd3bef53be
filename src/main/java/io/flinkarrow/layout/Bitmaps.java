package io.flinkarrow.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrow's bitmaps, least significant bit first, in little-endian buffers and in arrays. */
public final class Bitmaps {

  private Bitmaps() {}

  public static int bytes(int bits) {
    return (int) ((bits + 7L) >>> 3);
  }

  public static boolean isSet(ByteBuffer bits, int index) {
    return (bits.get(index >>> 3) >>> (index & 7) & 1) != 0;
  }

  /**
   * @param offset of the bitmap in the array
   */
  public static boolean isSet(byte[] bits, int offset, int index) {
    return (bits[offset + (index >>> 3)] >>> (index & 7) & 1) != 0;
  }

  /**
   * @param offset of the bitmap in the array
   */
  public static void set(byte[] bits, int offset, int index) {
    bits[offset + (index >>> 3)] |= (byte) (1 << (index & 7));
  }

  /** Whether a slot is null; an empty validity means that none is. */
  public static boolean isNull(ByteBuffer validity, int slot) {
    return validity.limit() > 0 && !isSet(validity, slot);
  }

  /** How many of the first {@code count} bits are set. */
  public static int count(ByteBuffer bits, int count) {
    return count(bits, 0, count);
  }

  /** Bits set in {@code [from, from + count)}. */
  public static int count(ByteBuffer bits, int from, int count) {
    int end = from + count;
    int index = from;
    int total = 0;
    for (; index < end && (index & 7) != 0; index++) {
      total += isSet(bits, index) ? 1 : 0;
    }
    for (; end - index >= Long.SIZE; index += Long.SIZE) {
      total += Long.bitCount(bits.getLong(index >>> 3));
    }
    for (; end - index >= Byte.SIZE; index += Byte.SIZE) {
      total += Integer.bitCount(bits.get(index >>> 3) & 0xFF);
    }
    if (index < end) {
      total += Integer.bitCount(bits.get(index >>> 3) & ((1 << (end - index)) - 1));
    }
    return total;
  }

  /** Copies {@code [from, from + count)} to bit 0 of the target; the last byte's rest is zero. */
  public static void copy(ByteBuffer bits, int from, int count, byte[] target, int offset) {
    int bytes = bytes(count);
    int first = from >>> 3;
    int shift = from & 7;
    if (shift == 0) {
      bits.get(first, target, offset, bytes);
    } else {
      int available = bits.limit() - first;
      ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
      int i = 0;
      for (; i + Long.BYTES <= bytes && i + Long.BYTES < available; i += Long.BYTES) {
        long low = bits.getLong(first + i) >>> shift;
        long high = (long) bits.get(first + i + Long.BYTES) << (Long.SIZE - shift);
        out.putLong(offset + i, low | high);
      }
      for (; i < bytes; i++) {
        int low = (bits.get(first + i) & 0xFF) >>> shift;
        int high = i + 1 < available ? bits.get(first + i + 1) << (Byte.SIZE - shift) : 0;
        target[offset + i] = (byte) (low | high);
      }
    }
    int rest = count & 7;
    if (rest != 0) {
      target[offset + bytes - 1] &= (byte) ((1 << rest) - 1);
    }
  }
}
