package io.flinkarrow.parquet.encoding.bytes;

import java.util.Arrays;

/**
 * Hashing and comparing byte strings inside arrays. Strings of up to 16 bytes are taken as two
 * masked words without a branch on their length, which in a column of short strings is what the
 * processor mispredicts.
 */
public final class ByteStrings {

  /** The longest string that is two words. */
  public static final int SHORT = 2 * Long.BYTES;

  private static final long FIRST_MULTIPLIER = 0xA0761D6478BD642FL;
  private static final long SECOND_MULTIPLIER = 0xE7037ED1A0B428DBL;

  // By length: which bits of the first and of the second word belong to the string.
  private static final long[] FIRST_MASKS = new long[SHORT + 1];
  private static final long[] SECOND_MASKS = new long[SHORT + 1];

  static {
    for (int length = 0; length <= SHORT; length++) {
      FIRST_MASKS[length] = lowBytes(Math.min(length, Long.BYTES));
      SECOND_MASKS[length] = lowBytes(Math.max(0, length - Long.BYTES));
    }
  }

  private ByteStrings() {}

  private static long lowBytes(int count) {
    return count == 0 ? 0 : -1L >>> (Long.SIZE - Byte.SIZE * count);
  }

  public static int hash(byte[] bytes, int from, int length) {
    if (length > SHORT) {
      return hashLong(bytes, from, length);
    }
    if (from <= bytes.length - SHORT) {
      return hashWords(
          (long) ByteArrayBuilder.LONG.get(bytes, from) & FIRST_MASKS[length],
          (long) ByteArrayBuilder.LONG.get(bytes, from + Long.BYTES) & SECOND_MASKS[length],
          length);
    }
    return hashWords(
        partialWord(bytes, from, Math.min(length, Long.BYTES)),
        partialWord(bytes, from + Long.BYTES, Math.max(0, length - Long.BYTES)),
        length);
  }

  private static int hashWords(long first, long second, int length) {
    return finish(mix(first ^ FIRST_MULTIPLIER, second ^ SECOND_MULTIPLIER), length);
  }

  private static int hashLong(byte[] bytes, int from, int length) {
    long hash = SECOND_MULTIPLIER;
    int last = from + length - SHORT;
    for (int i = from; i < last; i += SHORT) {
      hash =
          mix(
              (long) ByteArrayBuilder.LONG.get(bytes, i) ^ FIRST_MULTIPLIER,
              (long) ByteArrayBuilder.LONG.get(bytes, i + Long.BYTES) ^ hash);
    }
    // The last 16 bytes, some of them for the second time: no tail of another length.
    hash =
        mix(
            (long) ByteArrayBuilder.LONG.get(bytes, last) ^ FIRST_MULTIPLIER,
            (long) ByteArrayBuilder.LONG.get(bytes, last + Long.BYTES) ^ hash);
    return finish(hash, length);
  }

  private static long mix(long left, long right) {
    return Math.multiplyHigh(left, right) ^ (left * right);
  }

  private static int finish(long hash, int length) {
    long product = (hash ^ length) * SECOND_MULTIPLIER;
    return (int) (product >>> 32);
  }

  private static long partialWord(byte[] bytes, int from, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[from + i] & 0xFFL) << (Byte.SIZE * i);
    }
    return word;
  }

  /** Whether two strings of one length are the same. */
  public static boolean equal(byte[] left, int leftFrom, byte[] right, int rightFrom, int length) {
    if (length <= SHORT && leftFrom <= left.length - SHORT && rightFrom <= right.length - SHORT) {
      long first =
          (long) ByteArrayBuilder.LONG.get(left, leftFrom)
              ^ (long) ByteArrayBuilder.LONG.get(right, rightFrom);
      long second =
          (long) ByteArrayBuilder.LONG.get(left, leftFrom + Long.BYTES)
              ^ (long) ByteArrayBuilder.LONG.get(right, rightFrom + Long.BYTES);
      return ((first & FIRST_MASKS[length]) | (second & SECOND_MASKS[length])) == 0;
    }
    return Arrays.equals(left, leftFrom, leftFrom + length, right, rightFrom, rightFrom + length);
  }
}
