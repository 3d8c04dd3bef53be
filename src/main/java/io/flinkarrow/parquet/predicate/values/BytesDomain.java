package io.flinkarrow.parquet.predicate.values;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Strings and bytes. */
record BytesDomain() implements ValueDomain<ByteRanges> {

  @Override
  public ByteRanges none() {
    return ByteRanges.NONE;
  }

  @Override
  public Optional<LiteralPlace<ByteRanges>> place(Object literal) {
    if (literal instanceof String string) {
      return Optional.of(place(string.getBytes(StandardCharsets.UTF_8)));
    }
    if (literal instanceof byte[] bytes) {
      return Optional.of(place(bytes));
    }
    if (literal instanceof UUID id) {
      return Optional.of(
          place(
              ByteBuffer.allocate(2 * Long.BYTES)
                  .putLong(id.getMostSignificantBits())
                  .putLong(id.getLeastSignificantBits())
                  .array()));
    }
    return Optional.empty();
  }

  private static LiteralPlace<ByteRanges> place(byte[] value) {
    return new LiteralPlace<>(
        ByteRanges.below(value), ByteRanges.of(value), ByteRanges.from(ByteRanges.next(value)));
  }

  @Override
  public Optional<ByteRanges> startingWith(String prefix) {
    return Optional.of(ByteRanges.startingWith(prefix.getBytes(StandardCharsets.UTF_8)));
  }
}
