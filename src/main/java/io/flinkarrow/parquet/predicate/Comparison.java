package io.flinkarrow.parquet.predicate;

import io.flinkarrow.parquet.options.ColumnPath;
import java.util.List;

/** A column's value compared with a literal. */
public record Comparison(List<String> column, Operator operator, Literal literal)
    implements Predicate {

  private static final long serialVersionUID = 1L;

  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }
  }

  @Override
  public <T> T accept(PredicateVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(ColumnPath.shortest(column), operator.symbol, literal);
  }
}
