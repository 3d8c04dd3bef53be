package io.flinkarrow.parquet.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How the values of BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY columns compare. Most comparisons are
 * decided by a 64-bit {@link #key}, most others by a {@link #secondKey}; only if both are equal
 * {@link #compare} is needed.
 */
enum BinaryOrder {
  /** Byte by byte, unsigned; any prefix of a value is a lower bound of it. */
  BYTES,
  /** As {@link #BYTES}, which is the order of the characters; bounds shall stay valid UTF-8. */
  UTF8,
  /**
   * As {@link #BYTES}, all of one length. Bounds keep it: Arrow C++ reads them as values, and ends
   * the process of whoever looks at shorter ones.
   */
  FIXED_BYTES,
  /** Two's complement, big-endian, all of one length. */
  FIXED_DECIMAL,
  /** Two's complement, big-endian, of any length. */
  DECIMAL,
  /** IEEE half precision, little-endian, in IEEE's total order. */
  FLOAT16,
  /** The format defines no order, or bounds would be longer than any that are stored. */
  UNDEFINED;

  /** Footers and column indexes have no room for two longer ones. */
  static final int LONGEST_FIXED_BOUND = 2047;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int HALF_INFINITY = 0x7C00;

  static BinaryOrder of(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    boolean fixed = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    if (annotation instanceof IntervalLogicalTypeAnnotation
        || annotation instanceof GeometryLogicalTypeAnnotation
        || annotation instanceof GeographyLogicalTypeAnnotation
        || type.columnOrder().getColumnOrderName() == ColumnOrderName.UNDEFINED) {
      return UNDEFINED;
    }
    if (annotation instanceof DecimalLogicalTypeAnnotation) {
      return fixed ? FIXED_DECIMAL : DECIMAL;
    }
    if (annotation instanceof Float16LogicalTypeAnnotation) {
      return FLOAT16;
    }
    if (fixed) {
      return type.getTypeLength() > LONGEST_FIXED_BOUND ? UNDEFINED : FIXED_BYTES;
    }
    return annotation instanceof StringLogicalTypeAnnotation
            || annotation instanceof EnumLogicalTypeAnnotation
            || annotation instanceof JsonLogicalTypeAnnotation
        ? UTF8
        : BYTES;
  }

  /** Whether long bounds may be shortened. */
  boolean truncates() {
    return this == BYTES || this == UTF8;
  }

  /** A key: of two values with different (signed) keys the one with the lower key is lower. */
  long key(byte[] bytes, int from, int to) {
    return switch (this) {
      case BYTES, UTF8, FIXED_BYTES -> prefix(bytes, from, to) ^ Long.MIN_VALUE;
      case FIXED_DECIMAL -> prefix(bytes, from, to);
      case FLOAT16 -> halfKey(bytes, from);
      case DECIMAL, UNDEFINED -> 0;
    };
  }

  /** Whether all values of a width have a {@link #wholeKey}. */
  boolean hasWholeKeys(int width) {
    return width >= Long.BYTES && (this == FIXED_BYTES || this == FIXED_DECIMAL);
  }

  /** The {@link #key} of a value that is at least as long as a key. */
  long wholeKey(byte[] bytes, int from) {
    long word = (long) LONG.get(bytes, from);
    return this == FIXED_DECIMAL ? word : word ^ Long.MIN_VALUE;
  }

  /** A key for values with equal keys: of two second keys the lower one is the lower value's. */
  long secondKey(byte[] bytes, int from, int to) {
    return switch (this) {
      case BYTES, UTF8, FIXED_BYTES, FIXED_DECIMAL ->
          to - from <= Long.BYTES
              ? Long.MIN_VALUE
              : prefix(bytes, from + Long.BYTES, to) ^ Long.MIN_VALUE;
      case DECIMAL, FLOAT16, UNDEFINED -> 0;
    };
  }

  /** The first eight bytes, big-endian, zeros behind a shorter value. */
  private static long prefix(byte[] bytes, int from, int to) {
    int length = to - from;
    if (from <= bytes.length - Long.BYTES) {
      long word = (long) LONG.get(bytes, from);
      if (length >= Long.BYTES) {
        return word;
      }
      return length == 0 ? 0 : word & (-1L << (Long.SIZE - 8 * length));
    }
    long word = 0;
    for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
      word |= (bytes[from + i] & 0xFFL) << (Long.SIZE - 8 - 8 * i);
    }
    return word;
  }

  private static long halfKey(byte[] bytes, int from) {
    int bits = (bytes[from] & 0xFF) | bytes[from + 1] << 8;
    return bits ^ ((bits >> 31) & 0x7FFF);
  }

  /** Whether a key is that of a NaN, which lie beyond those of both infinities. */
  boolean isNaN(long key) {
    return this == FLOAT16 && (key > HALF_INFINITY || key < ~HALF_INFINITY);
  }

  /** The half-precision number that a key stands for. */
  static byte[] half(long key) {
    int bits = (int) (key ^ ((key >> 63) & 0x7FFF));
    return new byte[] {(byte) bits, (byte) (bits >> 8)};
  }

  /** Compares two values, in most cases with equal keys and second keys. */
  int compare(byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo) {
    return switch (this) {
      case BYTES, UTF8, FIXED_BYTES ->
          Arrays.compareUnsigned(left, leftFrom, leftTo, right, rightFrom, rightTo);
      case FIXED_DECIMAL, DECIMAL ->
          compareDecimals(left, leftFrom, leftTo, right, rightFrom, rightTo);
      case FLOAT16 -> Long.compare(halfKey(left, leftFrom), halfKey(right, rightFrom));
      case UNDEFINED -> 0;
    };
  }

  private static int compareDecimals(
      byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo) {
    int leftSign = leftFrom < leftTo ? left[leftFrom] >> 7 : 0;
    int rightSign = rightFrom < rightTo ? right[rightFrom] >> 7 : 0;
    if (leftSign != rightSign) {
      return leftSign < rightSign ? -1 : 1;
    }
    int leftLength = leftTo - leftFrom;
    int rightLength = rightTo - rightFrom;
    for (int i = Math.max(leftLength, rightLength); i > 0; i--) {
      int leftByte = (i > leftLength ? leftSign : left[leftTo - i]) & 0xFF;
      int rightByte = (i > rightLength ? rightSign : right[rightTo - i]) & 0xFF;
      if (leftByte != rightByte) {
        return leftByte - rightByte;
      }
    }
    return 0;
  }
}
