package io.flinkarrow.table;

import io.flinkarrow.parquet.predicate.Predicate;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;

/** The comparisons of SQL, with the column on the left. */
enum FilterComparison {
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL;

  private static final Map<FunctionDefinition, FilterComparison> FUNCTIONS =
      Map.of(
          BuiltInFunctionDefinitions.EQUALS, EQUAL,
          BuiltInFunctionDefinitions.NOT_EQUALS, NOT_EQUAL,
          BuiltInFunctionDefinitions.LESS_THAN, LESS,
          BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, LESS_OR_EQUAL,
          BuiltInFunctionDefinitions.GREATER_THAN, GREATER,
          BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, GREATER_OR_EQUAL);

  /** Empty if a function is none. */
  static Optional<FilterComparison> of(FunctionDefinition function) {
    return Optional.ofNullable(FUNCTIONS.get(function));
  }

  /** The same with its sides exchanged. */
  FilterComparison flipped() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }

  Predicate with(Predicate.Column column, Object literal) {
    return switch (this) {
      case EQUAL -> column.isEqualTo(literal);
      case NOT_EQUAL -> column.isNotEqualTo(literal);
      case LESS -> column.isLessThan(literal);
      case LESS_OR_EQUAL -> column.isLessThanOrEqualTo(literal);
      case GREATER -> column.isGreaterThan(literal);
      case GREATER_OR_EQUAL -> column.isGreaterThanOrEqualTo(literal);
    };
  }

  /**
   * The same in the order of {@link Double#compare}, in which a NaN is greater than all numbers and
   * 0.0 than -0.0.
   *
   * @return empty if the two zeros would have to be told apart
   */
  Optional<Predicate> inTotalOrder(Predicate.Column column, double literal) {
    boolean zero = literal == 0;
    return switch (this) {
      case GREATER -> Optional.of(column.isLessThanOrEqualTo(literal).not());
      case GREATER_OR_EQUAL ->
          zero ? Optional.empty() : Optional.of(column.isLessThan(literal).not());
      case LESS_OR_EQUAL -> Optional.of(with(column, literal));
      case EQUAL, NOT_EQUAL, LESS -> zero ? Optional.empty() : Optional.of(with(column, literal));
    };
  }

  /**
   * The same on values that are read rounded down to whole steps, as a condition on the stored
   * ones.
   *
   * @param floor the literal rounded down to a step
   * @param next the step behind that
   * @param whole whether the literal is the floor
   * @return empty if it holds for no value, or for all
   */
  Optional<Predicate> withSteps(Predicate.Column column, Object floor, Object next, boolean whole) {
    return switch (this) {
      case EQUAL ->
          whole
              ? Optional.of(column.isGreaterThanOrEqualTo(floor).and(column.isLessThan(next)))
              : Optional.empty();
      case NOT_EQUAL ->
          whole
              ? Optional.of(column.isLessThan(floor).or(column.isGreaterThanOrEqualTo(next)))
              : Optional.empty();
      case LESS -> Optional.of(column.isLessThan(whole ? floor : next));
      case LESS_OR_EQUAL -> Optional.of(column.isLessThan(next));
      case GREATER -> Optional.of(column.isGreaterThanOrEqualTo(next));
      case GREATER_OR_EQUAL -> Optional.of(column.isGreaterThanOrEqualTo(whole ? floor : next));
    };
  }
}
