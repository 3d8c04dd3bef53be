package io.flinkarrow.parquet.predicate.values;

import java.math.BigInteger;
import java.util.Arrays;
import org.apache.arrow.memory.util.Float16;

/** Keys of values: of two values of a column the lower one has the lower key. */
public final class ValueKeys {

  /** Of a wide decimal, which may have up to 256 bits. */
  public static final int WIDE_BYTES = 32;

  /** Beyond it are the keys of NaNs; so they are below that of the negative one. */
  static final long INFINITY = ofDouble(Double.POSITIVE_INFINITY);

  static final long NEGATIVE_INFINITY = ofDouble(Double.NEGATIVE_INFINITY);

  private static final int SIGN = 0x80;

  private ValueKeys() {}

  /** The key of an unsigned number of 64 bits; all others of integers are their values. */
  public static long ofUnsigned(long value) {
    return value ^ Long.MIN_VALUE;
  }

  /** The key of a floating-point number of any precision; those of both zeros are neighbours. */
  public static long ofDouble(double value) {
    return ofDoubleBits(Double.doubleToRawLongBits(value));
  }

  public static long ofDoubleBits(long bits) {
    return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
  }

  /** The bits of the double that has a key. */
  public static long doubleBits(long key) {
    // What makes keys of bits makes bits of keys.
    return ofDoubleBits(key);
  }

  /** The key of a half-precision number. */
  public static long ofHalfBits(short bits) {
    return ofDouble(Float16.toFloat(bits));
  }

  public static boolean isNaN(long key) {
    return key > INFINITY || key < NEGATIVE_INFINITY;
  }

  /** Whether the values in a set include all NaNs; it has all or none. */
  public static boolean includeNaN(KeyRanges ranges) {
    return ranges.contains(Long.MAX_VALUE);
  }

  /**
   * The key of a wide decimal, big-endian in two's complement.
   *
   * @param length at least 1, at most {@link #WIDE_BYTES}
   */
  public static void putWide(byte[] decimal, int from, int length, byte[] key) {
    Arrays.fill(key, 0, WIDE_BYTES - length, (byte) (decimal[from] >> (Byte.SIZE - 1)));
    System.arraycopy(decimal, from, key, WIDE_BYTES - length, length);
    key[0] ^= (byte) SIGN;
  }

  /** The last bytes of the decimal that has a key. */
  public static byte[] wide(byte[] key, int length) {
    byte[] decimal = key.clone();
    decimal[0] ^= (byte) SIGN;
    return Arrays.copyOfRange(decimal, WIDE_BYTES - length, WIDE_BYTES);
  }

  static byte[] ofWide(BigInteger decimal) {
    byte[] bytes = decimal.toByteArray();
    byte[] key = new byte[WIDE_BYTES];
    putWide(bytes, 0, bytes.length, key);
    return key;
  }
}
