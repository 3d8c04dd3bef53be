package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.predicate.values.ByteRanges;
import io.flinkarrow.parquet.predicate.values.KeyRanges;
import io.flinkarrow.parquet.predicate.values.ValueRanges;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members of sets that have few. */
final class EnumeratedValues {

  private EnumeratedValues() {}

  /** The keys of a set; empty if it has more than {@code most}, or others. */
  static Optional<List<Long>> keys(ValueSet values, int most) {
    return ValueRanges.keys(values).flatMap(ranges -> keys(ranges, most));
  }

  private static Optional<List<Long>> keys(KeyRanges ranges, int most) {
    List<Long> keys = new ArrayList<>();
    for (int range = 0; range < ranges.count(); range++) {
      long first = ranges.first(range);
      long beyondFirst = ranges.last(range) - first;
      // A range may have more keys than a signed number counts.
      if (Long.compareUnsigned(beyondFirst, most - keys.size()) >= 0) {
        return Optional.empty();
      }
      for (long i = 0; i <= beyondFirst; i++) {
        keys.add(first + i);
      }
    }
    return Optional.of(keys);
  }

  /** The byte strings of a set; empty if it has more than {@code most}, or others. */
  static Optional<List<byte[]>> bytes(ValueSet values, int most) {
    return ValueRanges.bytes(values).flatMap(ranges -> bytes(ranges, most));
  }

  private static Optional<List<byte[]>> bytes(ByteRanges ranges, int most) {
    if (ranges.count() > most) {
      return Optional.empty();
    }
    List<byte[]> values = new ArrayList<>();
    for (int range = 0; range < ranges.count(); range++) {
      byte[] single = ranges.single(range);
      if (single == null) {
        return Optional.empty();
      }
      values.add(single);
    }
    return Optional.of(values);
  }
}
