package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.predicate.values.ByteRanges;
import io.flinkarrow.parquet.predicate.values.KeyRanges;
import io.flinkarrow.parquet.predicate.values.Nullness;
import io.flinkarrow.parquet.predicate.values.ValueKeys;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import io.flinkarrow.parquet.predicate.values.ValueSetVisitor;
import java.util.Optional;

/**
 * What is known of a column's values in some rows.
 *
 * @param mayBeNull whether any may be
 * @param mayBeValues whether any may be no null
 * @param mayBeNaN whether any may be, if the column has such values
 * @param bounds between which all values but NaNs lie; empty if they are not known
 */
record KnownValues(
    boolean mayBeNull, boolean mayBeValues, boolean mayBeNaN, Optional<Bounds> bounds) {

  /** Nothing. */
  static final KnownValues UNKNOWN = new KnownValues(true, true, true, Optional.empty());

  /** Whether a value, or a null, of a set may be among them. */
  boolean mayBeIn(ValueSet values) {
    return values.accept(
        new ValueSetVisitor<>() {
          @Override
          public Boolean visit(Nullness nullness) {
            return switch (nullness) {
              case NULL -> mayBeNull;
              case NOT_NULL -> mayBeValues;
            };
          }

          @Override
          public Boolean visit(KeyRanges ranges) {
            return mayBeValues
                && (isWithinBounds(ranges) || (mayBeNaN && ValueKeys.includeNaN(ranges)));
          }

          @Override
          public Boolean visit(ByteRanges ranges) {
            return mayBeValues && isWithinBounds(ranges);
          }
        });
  }

  private boolean isWithinBounds(ValueSet values) {
    return bounds.isEmpty() || bounds.get().mayHold(values);
  }
}
