package io.flinkarrow.parquet.predicate.values;

import java.util.Optional;

/** Decimals whose unscaled values have up to 256 bits: their keys are byte strings. */
record WideDecimalDomain(int scale) implements ValueDomain<ByteRanges> {

  @Override
  public ByteRanges none() {
    return ByteRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<ByteRanges>> place(Object literal) {
    return DecimalDomain.unscaled(literal, scale).map(WideDecimalDomain::place);
  }

  private static LiteralPlace<ByteRanges> place(Floor floor) {
    if (floor.value().bitLength() >= ValueKeys.WIDE_BYTES * Byte.SIZE) {
      return floor.value().signum() < 0
          ? new LiteralPlace<>(ByteRanges.NONE, ByteRanges.NONE, ByteRanges.ALL)
          : new LiteralPlace<>(ByteRanges.ALL, ByteRanges.NONE, ByteRanges.NONE);
    }
    byte[] key = ValueKeys.ofWide(floor.value());
    ByteRanges greater = ByteRanges.from(ByteRanges.next(key));
    return floor.exact()
        ? new LiteralPlace<>(ByteRanges.below(key), ByteRanges.of(key), greater)
        : new LiteralPlace<>(greater.complement(), ByteRanges.NONE, greater);
  }
}
