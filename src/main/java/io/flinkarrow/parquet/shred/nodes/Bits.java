package io.flinkarrow.parquet.shred.nodes;

import java.nio.ByteBuffer;

/** Bitmaps as words on the heap, and how they come out of Arrow's buffers. */
public final class Bits {

  private Bits() {}

  public static int words(int bits) {
    return (bits + Long.SIZE - 1) >>> 6;
  }

  public static boolean isSet(long[] words, int bit) {
    return (words[bit >>> 6] >>> bit & 1) != 0;
  }

  /** The lowest {@code count} bits set; {@code count} from 0 to 64. */
  public static long mask(int count) {
    return count == 0 ? 0 : -1L >>> (Long.SIZE - count);
  }

  /**
   * Up to 64 bits of a bitmap, the rest zero.
   *
   * @param count from 1 to 64
   */
  private static long load(ByteBuffer bitmap, int from, int count) {
    int first = from >>> 3;
    int shift = from & 7;
    int available = bitmap.limit() - first;
    long word;
    if (available >= Long.BYTES) {
      word = bitmap.getLong(first) >>> shift;
      if (shift + count > Long.SIZE) {
        word |= (long) bitmap.get(first + Long.BYTES) << (Long.SIZE - shift);
      }
    } else {
      word = 0;
      for (int i = 0; i < available; i++) {
        word |= (bitmap.get(first + i) & 0xFFL) << (i * Byte.SIZE);
      }
      word >>>= shift;
    }
    return word & mask(count);
  }

  /** Copies {@code count} bits to the words from bit 0; the rest of the last word is zero. */
  public static void copy(ByteBuffer bitmap, int from, int count, long[] words) {
    int whole = count >>> 6;
    for (int i = 0; i < whole; i++) {
      words[i] = load(bitmap, from + (i << 6), Long.SIZE);
    }
    int rest = count & 63;
    if (rest != 0) {
      words[whole] = load(bitmap, from + (whole << 6), rest);
    }
  }

  /**
   * Appends {@code count} bits at bit {@code at} of the words, whose bits from there on are zero.
   */
  public static void append(ByteBuffer bitmap, int from, int count, long[] words, int at) {
    int shift = at & 63;
    if (shift == 0 && at == 0) {
      copy(bitmap, from, count, words);
      return;
    }
    for (int done = 0; done < count; done += Long.SIZE) {
      int bits = Math.min(Long.SIZE, count - done);
      long word = load(bitmap, from + done, bits);
      int index = (at + done) >>> 6;
      words[index] |= word << shift;
      if (shift + bits > Long.SIZE) {
        words[index + 1] |= word >>> (Long.SIZE - shift);
      }
    }
  }

  /** The first set bit from {@code from} on, or {@code count} if there is none before it. */
  public static int nextSet(long[] words, int from, int count) {
    return next(words, from, count, 0);
  }

  /** The first clear bit from {@code from} on, or {@code count} if there is none before it. */
  public static int nextClear(long[] words, int from, int count) {
    return next(words, from, count, -1);
  }

  private static int next(long[] words, int from, int count, long flip) {
    if (from >= count) {
      return count;
    }
    int index = from >>> 6;
    int last = (count - 1) >>> 6;
    long word = (words[index] ^ flip) & (-1L << from);
    while (word == 0) {
      if (++index > last) {
        return count;
      }
      word = words[index] ^ flip;
    }
    return Math.min(count, (index << 6) + Long.numberOfTrailingZeros(word));
  }
}
