package io.flinkarrow.parquet.predicate;

import io.flinkarrow.parquet.options.ColumnPath;
import java.util.List;

/**
 * Whether a column's value is null.
 *
 * @param isNull whether the test is true of nulls, or else of all others
 */
public record NullTest(List<String> column, boolean isNull) implements Predicate {

  private static final long serialVersionUID = 1L;

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return ColumnPath.shortest(column) + (isNull ? " IS NULL" : " IS NOT NULL");
  }
}
