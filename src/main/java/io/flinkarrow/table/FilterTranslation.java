package io.flinkarrow.table;

import io.flinkarrow.parquet.predicate.Predicate;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Conditions of SQL as predicates on the columns of files. What would mean anything else there is
 * left out: Flink evaluates all conditions again on the rows that are read.
 *
 * <p>Values are read rounded down to the precision that the table declares, so comparisons of times
 * become ranges of stored ones.
 */
final class FilterTranslation {

  private static final int NANO_DIGITS = 9;
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final RowType fileColumns;
  private final boolean movesTimestamps;

  /**
   * @param fileColumns of the table, without those that are not in files
   * @param movesTimestamps whether timestamps may be read as others than are stored
   */
  FilterTranslation(RowType fileColumns, boolean movesTimestamps) {
    this.fileColumns = fileColumns;
    this.movesTimestamps = movesTimestamps;
  }

  /**
   * One predicate for each condition that has one.
   *
   * @param conditions that rows must all meet
   */
  List<Predicate> predicates(List<ResolvedExpression> conditions) {
    return conditions.stream().flatMap(condition -> weaker(condition).stream()).toList();
  }

  /** True of all rows that the expression is true of, and maybe of more. */
  private Optional<Predicate> weaker(Expression expression) {
    if (isCallOf(expression, BuiltInFunctionDefinitions.AND)) {
      List<Predicate> parts =
          operands(expression, BuiltInFunctionDefinitions.AND).stream()
              .flatMap(part -> weaker(part).stream())
              .toList();
      return parts.isEmpty() ? Optional.empty() : Optional.of(Predicate.allOf(parts));
    } else if (isCallOf(expression, BuiltInFunctionDefinitions.OR)) {
      List<Expression> parts = operands(expression, BuiltInFunctionDefinitions.OR);
      return membership(parts)
          .or(() -> all(parts.stream().map(this::weaker).toList()).map(Predicate::anyOf));
    }
    return same(expression);
  }

  /** True, false or unknown as the expression is. */
  private Optional<Predicate> same(Expression expression) {
    if (!(expression instanceof CallExpression call)) {
      return flag(expression);
    }
    FunctionDefinition function = call.getFunctionDefinition();
    List<Expression> children = call.getChildren();
    if (function == BuiltInFunctionDefinitions.AND || function == BuiltInFunctionDefinitions.OR) {
      Optional<List<Predicate>> parts =
          all(operands(expression, function).stream().map(this::same).toList());
      return parts.map(
          function == BuiltInFunctionDefinitions.AND ? Predicate::allOf : Predicate::anyOf);
    } else if (function == BuiltInFunctionDefinitions.NOT) {
      return same(children.get(0)).map(Predicate::not);
    } else if (function == BuiltInFunctionDefinitions.IS_NULL) {
      return storedColumn(children.get(0)).map(column -> column.column().isNull());
    } else if (function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
      return storedColumn(children.get(0)).map(column -> column.column().isNotNull());
    } else if (function == BuiltInFunctionDefinitions.LIKE && children.size() == 2) {
      return like(children.get(0), children.get(1));
    } else if (function == BuiltInFunctionDefinitions.IN) {
      return all(children.stream()
              .skip(1)
              .map(element -> compared(children.get(0), FilterComparison.EQUAL, element))
              .toList())
          .map(Predicate::anyOf);
    }
    return FilterComparison.of(function)
        .flatMap(
            comparison ->
                children.get(0) instanceof ValueLiteralExpression
                    ? compared(children.get(1), comparison.flipped(), children.get(0))
                    : compared(children.get(0), comparison, children.get(1)));
  }

  /** Of {@code a = 1 OR a = 2}, which the planner makes of {@code a IN (1, 2)}. */
  private Optional<Predicate> membership(List<Expression> equalities) {
    Set<FilterColumn> columns = new HashSet<>();
    List<Object> literals = new ArrayList<>();
    for (Expression equality : equalities) {
      if (!isCallOf(equality, BuiltInFunctionDefinitions.EQUALS)) {
        return Optional.empty();
      }
      storedColumn(equality.getChildren().get(0))
          .filter(column -> !isTime(column.type()))
          .ifPresent(
              column -> {
                columns.add(column);
                FilterLiterals.of(equality.getChildren().get(1), column.type())
                    .ifPresent(literals::add);
              });
    }
    return columns.size() == 1 && literals.size() == equalities.size()
        ? columns.stream().findFirst().map(column -> column.column().isIn(literals))
        : Optional.empty();
  }

  private static boolean isTime(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TIME_WITHOUT_TIME_ZONE, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          true;
      default -> false;
    };
  }

  /** A column of booleans is a condition by itself. */
  private Optional<Predicate> flag(Expression expression) {
    return storedColumn(expression)
        .filter(column -> column.type().getTypeRoot() == LogicalTypeRoot.BOOLEAN)
        .map(column -> column.column().isEqualTo(true));
  }

  /** Of a column with fields or elements, files say too little. */
  private Optional<FilterColumn> storedColumn(Expression expression) {
    return FilterColumn.of(expression, fileColumns).filter(column -> isStored(column.type()));
  }

  private static boolean isStored(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          FLOAT,
          DOUBLE,
          DECIMAL,
          CHAR,
          VARCHAR,
          BINARY,
          VARBINARY,
          DATE,
          TIME_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          INTERVAL_YEAR_MONTH,
          INTERVAL_DAY_TIME ->
          true;
      default -> false;
    };
  }

  private Optional<Predicate> compared(
      Expression left, FilterComparison comparison, Expression right) {
    Optional<FilterColumn> found = storedColumn(left);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FilterColumn column = found.get();
    if (FilterLiterals.isDecimalForFloatingPoint(right, column.type())) {
      return FilterLiterals.decimalAsDouble(right)
          .flatMap(literal -> comparison.inTotalOrder(column.column(), literal));
    }
    Optional<Object> literal = FilterLiterals.of(right, column.type());
    if (literal.isEmpty()) {
      return Optional.empty();
    }
    return switch (column.type().getTypeRoot()) {
      case TIME_WITHOUT_TIME_ZONE ->
          stepped(column, comparison, (LocalTime) literal.get(), MILLISECOND);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          movesTimestamps
              ? Optional.empty()
              : stepped(column, comparison, (Temporal) literal.get(), step(column.type()));
      default -> Optional.of(comparison.with(column.column(), literal.get()));
    };
  }

  private static Duration step(LogicalType timestamp) {
    long nanos = 1;
    for (int digit = LogicalTypeChecks.getPrecision(timestamp); digit < NANO_DIGITS; digit++) {
      nanos *= 10;
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * @param step divides a second, or is one
   */
  private static Optional<Predicate> stepped(
      FilterColumn column, FilterComparison comparison, Temporal literal, Duration step) {
    long above = literal.getLong(ChronoField.NANO_OF_SECOND) % step.toNanos();
    Temporal floor = literal.minus(above, ChronoUnit.NANOS);
    Temporal next = floor.plus(step);
    // The last moment of a day has no next one.
    return literal instanceof LocalTime time && ((LocalTime) next).isBefore(time)
        ? Optional.empty()
        : comparison.withSteps(column.column(), floor, next, above == 0);
  }

  private Optional<Predicate> like(Expression string, Expression pattern) {
    Optional<FilterColumn> column =
        storedColumn(string).filter(found -> found.type().getTypeRoot() == LogicalTypeRoot.VARCHAR);
    Optional<String> literal =
        column
            .flatMap(found -> FilterLiterals.of(pattern, found.type()))
            .map(String.class::cast)
            .filter(text -> text.indexOf('_') < 0 && text.indexOf('\\') < 0);
    if (literal.isEmpty() || literal.get().isEmpty()) {
      return Optional.empty();
    }
    int wildcard = literal.get().indexOf('%');
    if (wildcard < 0) {
      return Optional.of(column.get().column().isEqualTo(literal.get()));
    }
    return wildcard > 0 && wildcard == literal.get().length() - 1
        ? Optional.of(column.get().column().startsWith(literal.get().substring(0, wildcard)))
        : Optional.empty();
  }

  private static boolean isCallOf(Expression expression, FunctionDefinition function) {
    return expression instanceof CallExpression call && call.getFunctionDefinition() == function;
  }

  /** Those of all calls of the function within one another: a long IN is ten thousand deep. */
  private static List<Expression> operands(Expression expression, FunctionDefinition function) {
    List<Expression> operands = new ArrayList<>();
    Deque<Expression> left = new ArrayDeque<>(List.of(expression));
    while (!left.isEmpty()) {
      Expression next = left.pop();
      if (isCallOf(next, function)) {
        List<Expression> children = next.getChildren();
        for (int child = children.size() - 1; child >= 0; child--) {
          left.push(children.get(child));
        }
      } else {
        operands.add(next);
      }
    }
    return operands;
  }

  /** Empty if one of them is. */
  private static Optional<List<Predicate>> all(List<Optional<Predicate>> predicates) {
    return predicates.stream().allMatch(Optional::isPresent)
        ? Optional.of(predicates.stream().map(Optional::get).toList())
        : Optional.empty();
  }
}
