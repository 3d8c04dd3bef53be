package io.flinkarrow.parquet.predicate.condition;

import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.util.List;

/**
 * A condition on columns of known types, of which none is negated: so it is true exactly if it is
 * true when all tests that are unknown are taken as false.
 *
 * @param <C> what stands for a column
 */
public sealed interface Condition<C> {

  /** Calls the visitor's method for this kind of condition. */
  <T, E extends Exception> T accept(ConditionVisitor<C, T, E> visitor) throws E;

  /** True if all are. */
  record All<C>(List<Condition<C>> parts) implements Condition<C> {

    @Override
    public <T, E extends Exception> T accept(ConditionVisitor<C, T, E> visitor) throws E {
      return visitor.visit(this);
    }
  }

  /** True if any is. */
  record Any<C>(List<Condition<C>> parts) implements Condition<C> {

    @Override
    public <T, E extends Exception> T accept(ConditionVisitor<C, T, E> visitor) throws E {
      return visitor.visit(this);
    }
  }

  /** True if the column's value is one of a set. */
  record Test<C>(C column, ValueSet values) implements Condition<C> {

    @Override
    public <T, E extends Exception> T accept(ConditionVisitor<C, T, E> visitor) throws E {
      return visitor.visit(this);
    }
  }

  static <C> Condition<C> constant(boolean value) {
    return value ? new All<>(List.of()) : new Any<>(List.of());
  }
}
