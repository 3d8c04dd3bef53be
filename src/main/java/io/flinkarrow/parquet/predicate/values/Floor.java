package io.flinkarrow.parquet.predicate.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A number as a whole one.
 *
 * @param value the greatest whole number that is not greater; beyond any that columns hold, it may
 *     be another one beyond them
 * @param exact whether it is the number itself
 */
record Floor(BigInteger value, boolean exact) {

  /** More than any column has. */
  private static final int MOST_DIGITS = 200;

  private static final BigInteger BEYOND = BigInteger.TEN.pow(MOST_DIGITS);
  private static final BigInteger MINUS_ONE = BigInteger.ONE.negate();

  static Floor of(BigDecimal number) {
    long digits = (long) number.precision() - number.scale();
    if (number.signum() != 0 && digits > MOST_DIGITS) {
      return new Floor(number.signum() < 0 ? BEYOND.negate() : BEYOND, false);
    }
    if (number.signum() != 0 && digits < 0) {
      return new Floor(number.signum() < 0 ? MINUS_ONE : BigInteger.ZERO, false);
    }
    BigInteger floor = number.setScale(0, RoundingMode.FLOOR).toBigInteger();
    return new Floor(floor, number.compareTo(new BigDecimal(floor)) == 0);
  }

  static Floor of(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    boolean exact = parts[1].signum() == 0;
    return new Floor(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0], exact);
  }

  /** The place among 64-bit integers whose keys are their values. */
  LiteralPlace<KeyRanges> place() {
    if (value.bitLength() >= Long.SIZE) {
      return value.signum() < 0
          ? new LiteralPlace<>(KeyRanges.NONE, KeyRanges.NONE, KeyRanges.ALL)
          : new LiteralPlace<>(KeyRanges.ALL, KeyRanges.NONE, KeyRanges.NONE);
    }
    long key = value.longValueExact();
    KeyRanges floor = KeyRanges.between(key, key);
    return exact
        ? new LiteralPlace<>(KeyRanges.below(key), floor, KeyRanges.above(key))
        : new LiteralPlace<>(
            KeyRanges.between(Long.MIN_VALUE, key), KeyRanges.NONE, KeyRanges.above(key));
  }
}
