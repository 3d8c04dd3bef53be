package io.flinkarrow.parquet.predicate.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Decimals whose unscaled values have up to 64 bits and are their keys. */
record DecimalDomain(int scale) implements ValueDomain<KeyRanges> {

  @Override
  public KeyRanges none() {
    return KeyRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<KeyRanges>> place(Object literal) {
    return unscaled(literal, scale).map(Floor::place);
  }

  static Optional<Floor> unscaled(Object literal, int scale) {
    if (literal instanceof BigInteger number) {
      return Optional.of(Floor.of(new BigDecimal(number, -scale)));
    }
    if (literal instanceof BigDecimal number) {
      return Optional.of(Floor.of(number.scaleByPowerOfTen(scale)));
    }
    return Optional.empty();
  }
}
