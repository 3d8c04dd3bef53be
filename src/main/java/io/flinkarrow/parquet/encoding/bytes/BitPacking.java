package io.flinkarrow.parquet.encoding.bytes;

/**
 * Packs a group of eight values of one bit width into {@code width} bytes, the first value in the
 * least significant bits, through 64-bit accumulators. Stores whole words: the target needs {@link
 * #SLACK_BYTES} of room behind the group.
 */
public final class BitPacking {

  /** The values of a group; a group of any width fills whole bytes. */
  public static final int GROUP = 8;

  /** How many bytes a group may overwrite beginning at its place, whatever its width below 16. */
  public static final int SLACK_BYTES = 2 * Long.BYTES;

  private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
  private static final long EVEN_PAIRS = 0x0000FFFF0000FFFFL;
  private static final long LOW_HALF = 0xFFFFFFFFL;

  private BitPacking() {}

  /** The bits needed for values from 0 to {@code maximum}: 0 if all are 0. */
  public static int widthOf(int maximum) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(maximum);
  }

  /** Whether the eight values beginning at {@code from} are the same. */
  public static boolean isUniform(int[] values, int from) {
    int first = values[from];
    int differences =
        (first ^ values[from + 1])
            | (first ^ values[from + 2])
            | (first ^ values[from + 3])
            | (first ^ values[from + 4])
            | (first ^ values[from + 5])
            | (first ^ values[from + 6])
            | (first ^ values[from + 7]);
    return differences == 0;
  }

  /** Packs eight values that have no bits from {@code width} (0 to 32) on. */
  public static void packGroup(int[] values, int from, int width, byte[] target, int at) {
    if (width <= 16) {
      packNarrowGroup(values, from, width, target, at);
    } else {
      packWideGroup(values, from, width, target, at);
    }
  }

  private static void packNarrowGroup(int[] values, int from, int width, byte[] target, int at) {
    long low =
        values[from]
            | (long) values[from + 1] << width
            | (long) values[from + 2] << (2 * width)
            | (long) values[from + 3] << (3 * width);
    long high =
        values[from + 4]
            | (long) values[from + 5] << width
            | (long) values[from + 6] << (2 * width)
            | (long) values[from + 7] << (3 * width);
    int lowBits = 4 * width;
    if (width <= 8) {
      ByteArrayBuilder.LONG.set(target, at, low | high << lowBits);
    } else if (width < 16) {
      ByteArrayBuilder.LONG.set(target, at, low | high << lowBits);
      ByteArrayBuilder.LONG.set(target, at + Long.BYTES, high >>> (Long.SIZE - lowBits));
    } else {
      ByteArrayBuilder.LONG.set(target, at, low);
      ByteArrayBuilder.LONG.set(target, at + Long.BYTES, high);
    }
  }

  private static void packWideGroup(int[] values, int from, int width, byte[] target, int at) {
    long accumulator = 0;
    int bits = 0;
    int to = at;
    for (int i = from; i < from + GROUP; i++) {
      accumulator |= (values[i] & LOW_HALF) << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        ByteArrayBuilder.INT.set(target, to, (int) accumulator);
        to += Integer.BYTES;
        accumulator >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    ByteArrayBuilder.INT.set(target, to, (int) accumulator);
  }

  /**
   * Packs eight values of one byte each, the first in the lowest byte, into the lowest {@code 8 *
   * width} bits: pairs of bytes are drawn together, then pairs of pairs, then both halves.
   */
  public static long packBytes(long bytes, int width) {
    long pairs = (bytes & EVEN_BYTES) | ((bytes >>> 8) & EVEN_BYTES) << width;
    long quads = (pairs & EVEN_PAIRS) | ((pairs >>> 16) & EVEN_PAIRS) << (2 * width);
    return (quads & LOW_HALF) | (quads >>> 32) << (4 * width);
  }
}
