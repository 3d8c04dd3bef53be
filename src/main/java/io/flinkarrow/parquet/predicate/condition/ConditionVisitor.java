package io.flinkarrow.parquet.predicate.condition;

/**
 * Tells the kinds of conditions apart.
 *
 * @param <C> what stands for a column
 * @param <E> what the methods throw
 */
public interface ConditionVisitor<C, T, E extends Exception> {

  T visit(Condition.All<C> all) throws E;

  T visit(Condition.Any<C> any) throws E;

  T visit(Condition.Test<C> test) throws E;
}
