package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.predicate.values.ValueRanges;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import javax.annotation.Nullable;

/** Between which values those of a column lie, NaNs aside. */
sealed interface Bounds {

  /** Whether values of a set may lie between them. */
  boolean mayHold(ValueSet values);

  /** Both bounds are included. */
  record OfKeys(long least, long greatest) implements Bounds {

    @Override
    public boolean mayHold(ValueSet values) {
      return ValueRanges.keys(values).map(ranges -> ranges.overlaps(least, greatest)).orElse(true);
    }
  }

  /**
   * Both bounds are included.
   *
   * @param greatest null if there is no upper bound
   */
  record OfBytes(byte[] least, @Nullable byte[] greatest) implements Bounds {

    @Override
    public boolean mayHold(ValueSet values) {
      return ValueRanges.bytes(values).map(ranges -> ranges.overlaps(least, greatest)).orElse(true);
    }
  }
}
