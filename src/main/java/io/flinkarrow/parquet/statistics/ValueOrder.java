package io.flinkarrow.parquet.statistics;

import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How the values of a column compare, as its statistics compare them. Of floating point numbers
 * both zeros are equal, and so are all NaNs, which are above all numbers.
 */
public final class ValueOrder {

  /** Values of a fixed length beyond this have no bounds. */
  public static final int LONGEST_FIXED = BinaryOrder.LONGEST_FIXED_BOUND;

  private static final int FLOAT_MAGNITUDE = 0x7FFFFFFF;
  private static final int FLOAT_INFINITY = 0x7F800000;
  private static final long DOUBLE_MAGNITUDE = 0x7FFFFFFFFFFFFFFFL;
  private static final long DOUBLE_INFINITY = 0x7FF0000000000000L;

  /** Key of -0.0 at every width, next to 0, which is that of +0.0. */
  private static final long NEGATIVE_ZERO = -1;

  private final boolean binary;
  private final BinaryOrder binaryOrder;
  private final NumericOrder numericOrder;

  private ValueOrder(PrimitiveType type) {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    this.binary =
        name == PrimitiveTypeName.BINARY
            || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            || name == PrimitiveTypeName.INT96;
    this.binaryOrder = binary ? BinaryOrder.of(type) : BinaryOrder.UNDEFINED;
    this.numericOrder =
        binary || name == PrimitiveTypeName.BOOLEAN ? NumericOrder.SIGNED : NumericOrder.of(type);
  }

  /** The order of a type. */
  public static ValueOrder of(PrimitiveType type) {
    return new ValueOrder(type);
  }

  /** Whether a type's values are floating point numbers, of which some are NaN. */
  public static boolean isFloatingPoint(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE -> true;
      case FIXED_LEN_BYTE_ARRAY ->
          type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
      case BOOLEAN, INT32, INT64, INT96, BINARY -> false;
    };
  }

  /** Whether values have no order here only because of their fixed length. */
  public static boolean isTooLong(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        && type.getTypeLength() > LONGEST_FIXED
        && BinaryOrder.of(type) == BinaryOrder.UNDEFINED;
  }

  /** Whether values have an order. */
  public boolean isDefined() {
    return !binary || binaryOrder != BinaryOrder.UNDEFINED;
  }

  /** The key of an INT32 or a FLOAT, as raw bits: values compare as their keys do. */
  public long key(int bits) {
    return switch (numericOrder) {
      case SIGNED -> bits;
      case UNSIGNED -> Integer.toUnsignedLong(bits);
      case FLOATING_POINT ->
          (bits & FLOAT_MAGNITUDE) > FLOAT_INFINITY
              ? Long.MAX_VALUE
              : withOneZero(bits ^ ((bits >> 31) & FLOAT_MAGNITUDE));
    };
  }

  /** The same of an INT64 or a DOUBLE. */
  public long key(long bits) {
    return switch (numericOrder) {
      case SIGNED -> bits;
      case UNSIGNED -> bits ^ Long.MIN_VALUE;
      case FLOATING_POINT ->
          (bits & DOUBLE_MAGNITUDE) > DOUBLE_INFINITY
              ? Long.MAX_VALUE
              : withOneZero(bits ^ ((bits >> 63) & DOUBLE_MAGNITUDE));
    };
  }

  /** Compares two values of a BYTE_ARRAY or FIXED_LEN_BYTE_ARRAY in one array. */
  public int compare(byte[] bytes, int leftFrom, int leftTo, int rightFrom, int rightTo) {
    if (binaryOrder == BinaryOrder.FLOAT16) {
      return Long.compare(
          halfKey(binaryOrder.key(bytes, leftFrom, leftTo)),
          halfKey(binaryOrder.key(bytes, rightFrom, rightTo)));
    }
    return binaryOrder.compare(bytes, leftFrom, leftTo, bytes, rightFrom, rightTo);
  }

  private long halfKey(long key) {
    return binaryOrder.isNaN(key) ? Long.MAX_VALUE : withOneZero(key);
  }

  private static long withOneZero(long key) {
    return key == NEGATIVE_ZERO ? 0 : key;
  }
}
