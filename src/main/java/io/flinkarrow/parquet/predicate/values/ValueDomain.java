package io.flinkarrow.parquet.predicate.values;

import java.util.Optional;

/**
 * The values that a column of some type can have, and how literals compare with them.
 *
 * @param <R> their ranges
 */
public interface ValueDomain<R extends Ranges<R>> {

  /** No value. */
  R none();

  /**
   * Where a literal lies.
   *
   * @return empty if its class does not fit the column's type
   */
  Optional<LiteralPlace<R>> place(Object literal);

  /**
   * The values that begin with a prefix.
   *
   * @return empty if values of the type have no beginning
   */
  default Optional<R> startingWith(String prefix) {
    return Optional.empty();
  }
}
