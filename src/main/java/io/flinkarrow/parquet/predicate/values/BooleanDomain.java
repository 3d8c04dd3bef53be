package io.flinkarrow.parquet.predicate.values;

import java.util.Optional;

/** Booleans: false is 0, true is 1. */
record BooleanDomain() implements ValueDomain<KeyRanges> {

  @Override
  public KeyRanges none() {
    return KeyRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<KeyRanges>> place(Object literal) {
    if (!(literal instanceof Boolean truth)) {
      return Optional.empty();
    }
    long key = truth ? 1 : 0;
    return Optional.of(
        new LiteralPlace<>(
            KeyRanges.below(key), KeyRanges.between(key, key), KeyRanges.above(key)));
  }
}
