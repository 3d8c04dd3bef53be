package io.flinkarrow.parquet.predicate;

import io.flinkarrow.parquet.options.ColumnPath;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a column's value equals one of some literals. */
public record Membership(List<String> column, List<Literal> literals) implements Predicate {

  private static final long serialVersionUID = 1L;

  public Membership {
    literals = List.copyOf(literals);
  }

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return literals.stream()
        .map(Literal::toString)
        .collect(Collectors.joining(", ", ColumnPath.shortest(column) + " IN (", ")"));
  }
}
