package io.flinkarrow.parquet.predicate;

import java.util.Objects;

/** True if a condition is false. */
public record Negation(Predicate negated) implements Predicate {

  private static final long serialVersionUID = 1L;

  public Negation {
    Objects.requireNonNull(negated, "predicate");
  }

  @Override
  public Predicate not() {
    return negated;
  }

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return "NOT " + negated;
  }
}
