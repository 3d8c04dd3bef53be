package io.flinkarrow.parquet.predicate.condition;

import java.util.List;
import java.util.Optional;

/** The columns of a schema. */
public interface ConditionColumns<C> {

  /**
   * A column by its names from the top down.
   *
   * @return empty if there is none, which is the same as one of nulls
   * @throws IllegalArgumentException if it can have no conditions
   */
  Optional<ConditionColumn<C>> find(List<String> path);
}
