package io.flinkarrow.parquet.decoding.bytes;

import static io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder.LONG;

import io.flinkarrow.parquet.encoding.bytes.BitPacking;

/** Levels, a byte each and none above 127, eight at a time within 64-bit words. */
public final class ByteWords {

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private ByteWords() {}

  /** How many of {@code bytes[from .. to)} have this value. */
  public static int count(byte[] bytes, int from, int to, int value) {
    int different = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long difference = (long) LONG.get(bytes, i) ^ value * ONES;
      different += Long.bitCount(difference + LOW_BITS & HIGH_BITS);
    }
    int found = i - from - different;
    for (; i < to; i++) {
      found += bytes[i] == value ? 1 : 0;
    }
    return found;
  }

  /**
   * Where in {@code bytes[from .. to)} this value comes once more than {@code times}; {@code to} if
   * it does not.
   */
  public static int find(byte[] bytes, int from, int to, int value, int times) {
    int left = times;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long difference = (long) LONG.get(bytes, i) ^ value * ONES;
      int equal = Long.BYTES - Long.bitCount(difference + LOW_BITS & HIGH_BITS);
      if (equal > left) {
        break;
      }
      left -= equal;
    }
    for (; i < to; i++) {
      if (bytes[i] == value && left-- == 0) {
        return i;
      }
    }
    return to;
  }

  /**
   * Spreads eight values of at most seven bits, packed into the lowest bits of a word, to a byte
   * each: the reverse of {@link BitPacking#packBytes}.
   */
  static long spread(long packed, int width) {
    long four = mask(4 * width);
    long halves = (packed & four) | (packed >>> (4 * width) & four) << 32;
    long two = mask(2 * width) * 0x0000_0001_0000_0001L;
    long quarters = (halves & two) | (halves >>> (2 * width) & two) << 16;
    long one = mask(width) * 0x0001_0001_0001_0001L;
    return (quarters & one) | (quarters >>> width & one) << 8;
  }

  /** Whether one of eight bytes is above a value. */
  static boolean isAnyAbove(long bytes, int value) {
    return (bytes + (0x7f - value) * ONES & HIGH_BITS) != 0;
  }

  private static long mask(int bits) {
    return (1L << bits) - 1;
  }
}
