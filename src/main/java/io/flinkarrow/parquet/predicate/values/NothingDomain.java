package io.flinkarrow.parquet.predicate.values;

import java.util.Optional;

/** The values of columns that have only nulls: none, with which any literal may be compared. */
record NothingDomain() implements ValueDomain<KeyRanges> {

  @Override
  public KeyRanges none() {
    return KeyRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<KeyRanges>> place(Object literal) {
    return Optional.of(new LiteralPlace<>(KeyRanges.NONE, KeyRanges.NONE, KeyRanges.NONE));
  }

  @Override
  public Optional<KeyRanges> startingWith(String prefix) {
    return Optional.of(KeyRanges.NONE);
  }
}
