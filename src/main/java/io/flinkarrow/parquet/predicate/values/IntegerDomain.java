package io.flinkarrow.parquet.predicate.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Integers.
 *
 * @param offset what the key of an integer is less by: half the numbers of 64 bits if these are
 *     unsigned, 0 for all others
 */
record IntegerDomain(BigInteger offset) implements ValueDomain<KeyRanges> {

  static IntegerDomain of(boolean unsigned64) {
    return new IntegerDomain(
        unsigned64 ? BigInteger.ONE.shiftLeft(Long.SIZE - 1) : BigInteger.ZERO);
  }

  @Override
  public KeyRanges none() {
    return KeyRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<KeyRanges>> place(Object literal) {
    if (literal instanceof BigInteger number) {
      return Optional.of(place(new Floor(number, true)));
    }
    if (literal instanceof BigDecimal number) {
      return Optional.of(place(Floor.of(number)));
    }
    if (literal instanceof Double number) {
      return Optional.of(ofDouble(number));
    }
    return Optional.empty();
  }

  private LiteralPlace<KeyRanges> ofDouble(double number) {
    if (Double.isNaN(number)) {
      return new LiteralPlace<>(KeyRanges.NONE, KeyRanges.NONE, KeyRanges.NONE);
    }
    double finite = Math.max(-Double.MAX_VALUE, Math.min(number, Double.MAX_VALUE));
    return place(Floor.of(new BigDecimal(finite)));
  }

  private LiteralPlace<KeyRanges> place(Floor floor) {
    return new Floor(floor.value().subtract(offset), floor.exact()).place();
  }
}
