package io.flinkarrow.parquet.predicate.values;

/** What the values of a column may be for a condition to be true. Immutable. */
public sealed interface ValueSet permits Nullness, Ranges {

  /** Calls the visitor's method for this kind of set. */
  <T> T accept(ValueSetVisitor<T> visitor);
}
