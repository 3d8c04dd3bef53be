package io.flinkarrow.parquet.predicate.values;

import java.util.Optional;

/**
 * The ranges of a set, if it has any.
 *
 * @param keys present only if they are of keys
 * @param bytes present only if they are of byte strings
 */
public record ValueRanges(Optional<KeyRanges> keys, Optional<ByteRanges> bytes) {

  private static final ValueRanges NONE = new ValueRanges(Optional.empty(), Optional.empty());

  public static Optional<KeyRanges> keys(ValueSet set) {
    return of(set).keys;
  }

  public static Optional<ByteRanges> bytes(ValueSet set) {
    return of(set).bytes;
  }

  private static ValueRanges of(ValueSet set) {
    return set.accept(
        new ValueSetVisitor<>() {
          @Override
          public ValueRanges visit(Nullness nullness) {
            return NONE;
          }

          @Override
          public ValueRanges visit(KeyRanges ranges) {
            return new ValueRanges(Optional.of(ranges), Optional.empty());
          }

          @Override
          public ValueRanges visit(ByteRanges ranges) {
            return new ValueRanges(Optional.empty(), Optional.of(ranges));
          }
        });
  }
}
