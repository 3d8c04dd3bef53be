package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.predicate.condition.Condition;
import io.flinkarrow.parquet.predicate.condition.ConditionVisitor;
import java.io.IOException;

/**
 * Whether any row may fulfil a condition: none does if that is known of one part that all need, or
 * of each one of those of which any is needed.
 *
 * @param test what is known of a column
 */
record MayMatch<C>(ColumnTest<C> test) implements ConditionVisitor<C, Boolean, IOException> {

  /** Whether a value of a column may be in a set. */
  interface ColumnTest<C> {
    boolean mayMatch(Condition.Test<C> test) throws IOException;
  }

  @Override
  public Boolean visit(Condition.All<C> all) throws IOException {
    for (Condition<C> part : all.parts()) {
      if (!part.accept(this)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Boolean visit(Condition.Any<C> any) throws IOException {
    for (Condition<C> part : any.parts()) {
      if (part.accept(this)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Boolean visit(Condition.Test<C> column) throws IOException {
    return test.mayMatch(column);
  }
}
