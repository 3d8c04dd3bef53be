package io.flinkarrow.value;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Integers of any width, signed or not, as numbers. They become other integers value by value: one
 * that does not fit is refused. They become other numbers only if all integers of their width do.
 */
public final class IntegerConversions {

  /** Integers of so many bits are floats and doubles without loss. */
  private static final int FLOAT_BITS = 24;

  private static final int DOUBLE_BITS = 53;

  private IntegerConversions() {}

  /**
   * How an integer becomes a value of the asked type; empty if it can't. The function takes the
   * number or, of 64 unsigned bits, the bits.
   *
   * @param bits 8, 16, 32 or 64
   */
  public static Optional<LongFunction<Object>> find(int bits, boolean signed, LogicalType asked) {
    boolean unsignedLong = bits == Long.SIZE && !signed;
    int magnitudeBits = signed ? bits - 1 : bits;
    return switch (asked.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> {
        LongFunction<Object> narrowed = narrowed(asked);
        LongFunction<Object> checked = value -> value < 0 ? unfit(asked) : narrowed.apply(value);
        yield Optional.of(unsignedLong ? checked : narrowed);
      }
      case FLOAT ->
          magnitudeBits <= FLOAT_BITS ? Optional.of(value -> (float) value) : Optional.empty();
      case DOUBLE ->
          magnitudeBits <= DOUBLE_BITS ? Optional.of(value -> (double) value) : Optional.empty();
      case DECIMAL -> decimal(unsignedLong, digits(magnitudeBits), (DecimalType) asked);
      case INTERVAL_YEAR_MONTH ->
          signed && bits == Integer.SIZE ? Optional.of(value -> (int) value) : Optional.empty();
      case INTERVAL_DAY_TIME ->
          signed && bits == Long.SIZE ? Optional.of(value -> value) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * A number as an integer of fewer bits.
   *
   * @param asked TINYINT, SMALLINT, INT or BIGINT
   */
  static LongFunction<Object> narrowed(LogicalType asked) {
    return switch (asked.getTypeRoot()) {
      case TINYINT -> value -> value == (byte) value ? (Object) (byte) value : unfit(asked);
      case SMALLINT -> value -> value == (short) value ? (Object) (short) value : unfit(asked);
      case INTEGER -> value -> value == (int) value ? (Object) (int) value : unfit(asked);
      default -> value -> value;
    };
  }

  static Object unfit(LogicalType asked) {
    throw new UnfitValueException(
        "the value does not fit %s; declare the column with a larger type"
            .formatted(asked.copy(true).asSummaryString()));
  }

  private static int digits(int magnitudeBits) {
    return BigInteger.ONE.shiftLeft(magnitudeBits).toString().length();
  }

  private static Optional<LongFunction<Object>> decimal(
      boolean unsignedLong, int digits, DecimalType asked) {
    return DecimalConversion.find(digits, 0, asked)
        .map(
            conversion ->
                unsignedLong
                    ? bits -> bits < 0 ? conversion.of(unsigned(bits)) : conversion.of(bits)
                    : conversion::of);
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(1, ByteBuffer.allocate(Long.BYTES).putLong(bits).array());
  }
}
