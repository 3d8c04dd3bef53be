package io.flinkarrow.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Decimals as decimals that have at least as many digits on both sides of the point; and those
 * without digits behind the point as integers, value by value. Takes unscaled values.
 */
public final class DecimalConversion {

  private static final int LONG_DIGITS = 18;

  /** Of types that 64 bits hold; null for decimals of more digits. */
  private final LongFunction<Object> ofLong;

  private final LogicalType asked;
  private final int scale;

  private DecimalConversion(LongFunction<Object> ofLong, LogicalType asked, int scale) {
    this.ofLong = ofLong;
    this.asked = asked;
    this.scale = scale;
  }

  /**
   * How decimals of a precision and scale become values of the asked type; empty if they can't. A
   * value of more digits than the asked type has is refused, whatever its own type says.
   */
  public static Optional<DecimalConversion> find(int precision, int scale, LogicalType asked) {
    return switch (asked.getTypeRoot()) {
      case DECIMAL -> decimal(precision, scale, (DecimalType) asked);
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          scale == 0
              ? Optional.of(new DecimalConversion(IntegerConversions.narrowed(asked), asked, scale))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<DecimalConversion> decimal(int precision, int scale, DecimalType asked) {
    int moreDigits = asked.getScale() - scale;
    if (moreDigits < 0 || precision + moreDigits > asked.getPrecision()) {
      return Optional.empty();
    }
    return Optional.of(new DecimalConversion(compact(moreDigits, asked), asked, scale));
  }

  /** Null if the asked decimals do not fit 64 bits. */
  private static LongFunction<Object> compact(int moreDigits, DecimalType asked) {
    int digits = asked.getPrecision() - moreDigits;
    if (!DecimalData.isCompact(asked.getPrecision())) {
      return null;
    }
    long bound = BigInteger.TEN.pow(Math.min(digits, LONG_DIGITS)).longValueExact();
    long factor = BigInteger.TEN.pow(moreDigits).longValueExact();
    return unscaled ->
        unscaled < bound && unscaled > -bound
            ? DecimalData.fromUnscaledLong(
                unscaled * factor, asked.getPrecision(), asked.getScale())
            : tooManyDigits(asked);
  }

  /** The value of an unscaled number. */
  public Object of(long unscaled) {
    return ofLong == null ? ofAny(BigInteger.valueOf(unscaled)) : ofLong.apply(unscaled);
  }

  /** The same for one of any size. */
  public Object of(BigInteger unscaled) {
    if (ofLong == null) {
      return ofAny(unscaled);
    }
    return unscaled.bitLength() < Long.SIZE ? ofLong.apply(unscaled.longValue()) : tooLarge(asked);
  }

  private Object ofAny(BigInteger unscaled) {
    DecimalType decimal = (DecimalType) asked;
    DecimalData value =
        DecimalData.fromBigDecimal(
            new BigDecimal(unscaled, scale), decimal.getPrecision(), decimal.getScale());
    return value == null ? tooManyDigits(decimal) : value;
  }

  private static Object tooLarge(LogicalType asked) {
    return asked instanceof DecimalType decimal
        ? tooManyDigits(decimal)
        : IntegerConversions.unfit(asked);
  }

  private static Object tooManyDigits(DecimalType asked) {
    throw new UnfitValueException(
        "the value has more digits than its own type and %s say; correct the producer"
            .formatted(asked.copy(true).asSummaryString()));
  }
}
