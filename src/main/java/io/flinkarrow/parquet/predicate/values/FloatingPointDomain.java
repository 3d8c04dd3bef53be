package io.flinkarrow.parquet.predicate.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Floating-point numbers of any precision, which all are doubles too. */
record FloatingPointDomain() implements ValueDomain<KeyRanges> {

  @Override
  public KeyRanges none() {
    return KeyRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<KeyRanges>> place(Object literal) {
    if (literal instanceof Double number) {
      return Optional.of(ofDouble(number));
    }
    if (literal instanceof BigInteger number) {
      return Optional.of(ofInteger(number));
    }
    return Optional.empty();
  }

  private static LiteralPlace<KeyRanges> ofDouble(double number) {
    if (Double.isNaN(number)) {
      return new LiteralPlace<>(KeyRanges.NONE, KeyRanges.NONE, KeyRanges.NONE);
    }
    boolean zero = number == 0;
    long first = ValueKeys.ofDouble(zero ? -0.0 : number);
    long last = ValueKeys.ofDouble(zero ? 0.0 : number);
    return new LiteralPlace<>(
        KeyRanges.between(ValueKeys.NEGATIVE_INFINITY, first - 1),
        KeyRanges.between(first, last),
        KeyRanges.between(last + 1, ValueKeys.INFINITY));
  }

  /** It may lie between two doubles, or beyond all but the infinite ones. */
  private static LiteralPlace<KeyRanges> ofInteger(BigInteger number) {
    double nearest = number.doubleValue();
    int order =
        Double.isInfinite(nearest)
            ? (nearest > 0 ? 1 : -1)
            : new BigDecimal(nearest).compareTo(new BigDecimal(number));
    if (order == 0) {
      return ofDouble(nearest);
    }
    long key = ValueKeys.ofDouble(nearest);
    long firstGreater = order > 0 ? key : key + 1;
    return new LiteralPlace<>(
        KeyRanges.between(ValueKeys.NEGATIVE_INFINITY, firstGreater - 1),
        KeyRanges.NONE,
        KeyRanges.between(firstGreater, ValueKeys.INFINITY));
  }
}
