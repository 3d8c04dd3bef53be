package io.flinkarrow.parquet.predicate.values;

import java.util.Collection;

/**
 * Ranges of values; no null is in them.
 *
 * @param <R> the class itself
 */
public sealed interface Ranges<R extends Ranges<R>> extends ValueSet permits KeyRanges, ByteRanges {

  /** All other values. */
  R complement();

  /** The values of these and of others. */
  R union(Collection<R> others);
}
