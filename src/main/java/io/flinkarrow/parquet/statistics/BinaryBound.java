package io.flinkarrow.parquet.statistics;

import java.util.Arrays;

/** A value kept as the least or greatest so far, or its beginning if it is long. */
final class BinaryBound {

  private static final byte[] NOTHING = {};

  byte[] bytes = NOTHING;
  int length;
  long key;
  long secondKey;

  /** Whether it is no value, but one that was truncated. */
  boolean isTruncated;

  void set(byte[] source, int from, int to, long newKey, long newSecondKey) {
    length = to - from;
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    System.arraycopy(source, from, bytes, 0, length);
    isTruncated = false;
    key = newKey;
    secondKey = newSecondKey;
  }

  void set(BinaryBound other) {
    set(other.bytes, 0, other.length, other.key, other.secondKey);
    isTruncated = other.isTruncated;
  }

  /** Whether this is a value, which the other one has been truncated to as well. */
  boolean makesExact(BinaryBound other) {
    return other.isTruncated
        && !isTruncated
        && Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void release() {
    bytes = NOTHING;
    length = 0;
  }
}
