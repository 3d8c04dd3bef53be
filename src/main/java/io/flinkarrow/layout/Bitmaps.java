package io.flinkarrow.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Ranges of little-endian bitmaps. */
public final class Bitmaps {

  private Bitmaps() {}

  public static long bytes(int bits) {
    return (bits + 7L) >>> 3;
  }

  public static boolean isSet(ByteBuffer bits, int index) {
    return (bits.get(index >>> 3) >>> (index & 7) & 1) != 0;
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
    for (; index < end; index++) {
      total += isSet(bits, index) ? 1 : 0;
    }
    return total;
  }

  /** Copies {@code [from, from + count)} to bit 0 of the target; the last byte's rest is zero. */
  public static void copy(ByteBuffer bits, int from, int count, byte[] target, int offset) {
    int bytes = (int) bytes(count);
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
