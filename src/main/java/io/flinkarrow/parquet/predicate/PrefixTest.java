package io.flinkarrow.parquet.predicate;

import io.flinkarrow.parquet.options.ColumnPath;
import java.util.List;

/** Whether a column's value begins with a string. */
public record PrefixTest(List<String> column, Literal prefix) implements Predicate {

  private static final long serialVersionUID = 1L;

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return "%s STARTS WITH %s".formatted(ColumnPath.shortest(column), prefix);
  }
}
