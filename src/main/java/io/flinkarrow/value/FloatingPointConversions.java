package io.flinkarrow.value;

import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;

/** Floating point numbers as those of no fewer bits. */
public final class FloatingPointConversions {

  private static final int SIGN_MASK = 0x8000;
  private static final int EXPONENT_MASK = 0x7c00;
  private static final int MANTISSA_MASK = 0x3ff;
  private static final int MANTISSA_BITS = 10;
  private static final int MAXIMUM_EXPONENT = 31;

  /** Of the smallest number above zero. */
  private static final int MINIMUM_EXPONENT = -24;

  private static final int FLOAT_MANTISSA_BITS = 23;
  private static final int FLOAT_INFINITY = 0x7f80_0000;
  private static final int MORE_MANTISSA = FLOAT_MANTISSA_BITS - MANTISSA_BITS;

  /** What a float's exponent is counted from, less what a half's is. */
  private static final int MORE_BIAS = 127 - 15;

  private FloatingPointConversions() {}

  /** How a float becomes a value. */
  public interface FloatFunction {
    Object apply(float value);
  }

  /** How numbers of up to 32 bits become values of the asked type; empty if they can't. */
  public static Optional<FloatFunction> ofFloats(LogicalType asked) {
    return switch (asked.getTypeRoot()) {
      case FLOAT -> Optional.of(value -> value);
      case DOUBLE -> Optional.of(value -> (double) value);
      default -> Optional.empty();
    };
  }

  /** The number that 16 bits of IEEE 754 are. */
  public static float half(short bits) {
    int exponent = (bits & EXPONENT_MASK) >> MANTISSA_BITS;
    int mantissa = bits & MANTISSA_MASK;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) mantissa, MINIMUM_EXPONENT);
          case MAXIMUM_EXPONENT -> Float.intBitsToFloat(FLOAT_INFINITY | mantissa << MORE_MANTISSA);
          default ->
              Float.intBitsToFloat(
                  (exponent + MORE_BIAS) << FLOAT_MANTISSA_BITS | mantissa << MORE_MANTISSA);
        };
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(magnitude) | (bits & SIGN_MASK) << Short.SIZE);
  }
}
