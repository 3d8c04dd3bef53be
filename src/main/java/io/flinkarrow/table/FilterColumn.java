package io.flinkarrow.table;

import io.flinkarrow.parquet.predicate.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.NestedFieldReferenceExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * A column of the table's files, or a field of a row in it, as a condition has it: plain, or cast
 * to a type that has all its values.
 *
 * @param path the names from the top down
 * @param type that the table declares, not that of the cast
 */
record FilterColumn(List<String> path, LogicalType type) {

  /** Empty if an expression is none, or its column is not in the files. */
  static Optional<FilterColumn> of(Expression expression, RowType fileColumns) {
    if (expression instanceof FieldReferenceExpression field) {
      return find(List.of(field.getName()), fileColumns);
    } else if (expression instanceof NestedFieldReferenceExpression field) {
      return find(List.of(field.getFieldNames()), fileColumns);
    } else if (expression instanceof CallExpression call
        && call.getFunctionDefinition() == BuiltInFunctionDefinitions.CAST) {
      LogicalType wider = call.getOutputDataType().getLogicalType();
      return of(call.getChildren().get(0), fileColumns)
          .filter(column -> keepsValues(column.type(), wider));
    }
    return Optional.empty();
  }

  private static Optional<FilterColumn> find(List<String> names, RowType fileColumns) {
    LogicalType type = fileColumns;
    for (String name : names) {
      int index = type instanceof RowType row ? row.getFieldIndex(name) : -1;
      if (index < 0) {
        return Optional.empty();
      }
      type = type.getChildren().get(index);
    }
    return Optional.of(new FilterColumn(new ArrayList<>(names), type));
  }

  /** Whether a cast changes no value, nor the order of any two. */
  private static boolean keepsValues(LogicalType from, LogicalType to) {
    return switch (from.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          switch (to.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> digits(from) <= digits(to);
            case DOUBLE -> from.getTypeRoot() != LogicalTypeRoot.BIGINT;
            case DECIMAL -> digits(from) <= digits(to) - LogicalTypeChecks.getScale(to);
            default -> false;
          };
      case FLOAT -> to.getTypeRoot() == LogicalTypeRoot.DOUBLE;
      case DECIMAL ->
          to.getTypeRoot() == LogicalTypeRoot.DECIMAL
              && LogicalTypeChecks.getScale(from) <= LogicalTypeChecks.getScale(to)
              && digits(from) - LogicalTypeChecks.getScale(from)
                  <= digits(to) - LogicalTypeChecks.getScale(to);
      case VARCHAR ->
          to.getTypeRoot() == LogicalTypeRoot.VARCHAR
              && LogicalTypeChecks.getLength(to) == Integer.MAX_VALUE;
      case DATE -> to.getTypeRoot() == LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE;
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          to.getTypeRoot() == from.getTypeRoot() && digits(from) <= digits(to);
      default -> false;
    };
  }

  /** Of numbers the decimal ones, of timestamps those of seconds. */
  private static int digits(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      default -> LogicalTypeChecks.getPrecision(type);
    };
  }

  Predicate.Column column() {
    return Predicate.column(path.toArray(String[]::new));
  }
}
