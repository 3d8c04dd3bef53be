package io.flinkarrow.table;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Literals that Flink compares with values of a type as predicates on files do. Others are left to
 * Flink: its comparison of a BIGINT with a DOUBLE, for example, rounds the BIGINT.
 */
final class FilterLiterals {

  /** Integers below it are numbers of the type, each. */
  private static final int EXACT_BITS_OF_DOUBLE = 53;

  private static final long EXACT_IN_DOUBLE = 1L << EXACT_BITS_OF_DOUBLE;

  private static final long EXACT_IN_FLOAT = 1L << 24;

  private FilterLiterals() {}

  /**
   * The literal's value, of a class that {@link io.flinkarrow.parquet.predicate.Predicate} takes
   * for such a column.
   *
   * @param column the type that the table declares
   */
  static Optional<Object> of(Expression expression, LogicalType column) {
    if (!(expression instanceof ValueLiteralExpression literal) || literal.isNull()) {
      return Optional.empty();
    }
    LogicalType type = literal.getOutputDataType().getLogicalType();
    return switch (column.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          switch (type.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> value(literal, BigDecimal.class);
            case FLOAT ->
                value(literal, Float.class).filter(value -> isBelow((Float) value, EXACT_IN_FLOAT));
            case DOUBLE ->
                value(literal, Double.class)
                    .filter(value -> isBelow((Double) value, EXACT_IN_DOUBLE));
            default -> Optional.empty();
          };
      case DECIMAL ->
          switch (type.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> value(literal, BigDecimal.class);
            default -> Optional.empty();
          };
      case FLOAT -> floatingPoint(literal, type, EXACT_IN_FLOAT);
      case DOUBLE -> floatingPoint(literal, type, EXACT_IN_DOUBLE);
      case BOOLEAN -> value(literal, Boolean.class);
      case VARCHAR ->
          value(literal, String.class)
              .filter(value -> StandardCharsets.UTF_8.newEncoder().canEncode((String) value));
      case BINARY, VARBINARY -> value(literal, byte[].class);
      case DATE ->
          switch (type.getTypeRoot()) {
            case DATE -> value(literal, LocalDate.class);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> value(literal, LocalDateTime.class);
            default -> Optional.empty();
          };
      case TIME_WITHOUT_TIME_ZONE -> value(literal, LocalTime.class);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> value(literal, LocalDateTime.class);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> value(literal, Instant.class);
      default -> Optional.empty();
    };
  }

  /** Whether Flink makes a decimal a DOUBLE and compares by {@link Double#compare}. */
  static boolean isDecimalForFloatingPoint(Expression expression, LogicalType column) {
    return column.isAnyOf(LogicalTypeRoot.FLOAT, LogicalTypeRoot.DOUBLE)
        && expression instanceof ValueLiteralExpression literal
        && literal.getOutputDataType().getLogicalType().is(LogicalTypeRoot.DECIMAL);
  }

  /** As the DOUBLE that Flink makes of it; empty if it is null, or may be rounded differently. */
  static Optional<Double> decimalAsDouble(Expression expression) {
    return ((ValueLiteralExpression) expression)
        .getValueAs(BigDecimal.class)
        .filter(decimal -> decimal.unscaledValue().bitLength() <= EXACT_BITS_OF_DOUBLE)
        .map(BigDecimal::doubleValue);
  }

  private static Optional<Object> floatingPoint(
      ValueLiteralExpression literal, LogicalType type, long exact) {
    return switch (type.getTypeRoot()) {
      case FLOAT -> value(literal, Float.class).filter(value -> !((Float) value).isNaN());
      case DOUBLE -> value(literal, Double.class).filter(value -> !((Double) value).isNaN());
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          value(literal, BigDecimal.class)
              .map(value -> (Object) ((BigDecimal) value).longValue())
              .filter(value -> Math.abs((Long) value) < exact);
      default -> Optional.empty();
    };
  }

  private static boolean isBelow(double value, long limit) {
    return Math.abs(value) < limit;
  }

  private static Optional<Object> value(ValueLiteralExpression literal, Class<?> type) {
    return literal.getValueAs(type).map(Object.class::cast);
  }
}
