package io.flinkarrow.partition;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.function.ToLongFunction;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.TimestampType;

/** A level of directories and the column of rows that it looks at. Not thread-safe. */
final class RowColumn {

  private static final long MILLISECONDS_PER_SECOND = 1_000;

  private final PartitionField level;
  private final int index;
  private final PartitionValueFormat numbers;
  private final RowValue value;

  /** Whether the row that {@link #key} looked at last has none. */
  private boolean lastIsNull;

  /**
   * @throws IllegalArgumentException if the type has no place in a path
   */
  RowColumn(PartitionField level, int index, LogicalType type, ZoneId zone) {
    this.level = level;
    this.index = index;
    this.numbers = numbers(level, type, zone);
    this.value = value(level.column(), index, type, numbers);
  }

  private static PartitionValueFormat numbers(PartitionField level, LogicalType type, ZoneId zone) {
    if (level.pattern() != null) {
      TimePattern pattern = TimePattern.of(level.pattern());
      return switch (type.getTypeRoot()) {
        case TIMESTAMP_WITHOUT_TIME_ZONE -> PartitionValueFormat.timeBy(pattern, null);
        case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> PartitionValueFormat.timeBy(pattern, zone);
        case DATE -> PartitionValueFormat.dateBy(level, pattern);
        default -> throw RefusedColumn.noTime(level, type.asSummaryString());
      };
    }
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> PartitionValueFormat.bool();
      case DATE -> PartitionValueFormat.date();
      // Texts and decimals have none; nothing asks for it.
      case CHAR, VARCHAR, DECIMAL, TINYINT, SMALLINT, INTEGER, BIGINT ->
          PartitionValueFormat.signed();
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          throw RefusedColumn.withoutPattern(level, type.asSummaryString());
      default -> throw RefusedColumn.noText(level, type.asSummaryString());
    };
  }

  private static RowValue value(
      String column, int index, LogicalType type, PartitionValueFormat numbers) {
    LogicalTypeRoot root = type.getTypeRoot();
    return switch (root) {
      case CHAR, VARCHAR -> RowValue.ofStrings(column, index);
      case DECIMAL ->
          RowValue.ofDecimals(
              column, index, ((DecimalType) type).getPrecision(), ((DecimalType) type).getScale());
      case BOOLEAN -> RowValue.ofNumbers(numbers, row -> row.getBoolean(index) ? 1 : 0);
      case TINYINT -> RowValue.ofNumbers(numbers, row -> row.getByte(index));
      case SMALLINT -> RowValue.ofNumbers(numbers, row -> row.getShort(index));
      case INTEGER, DATE -> RowValue.ofNumbers(numbers, row -> row.getInt(index));
      case BIGINT -> RowValue.ofNumbers(numbers, row -> row.getLong(index));
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          RowValue.ofNumbers(numbers, seconds(index, ((TimestampType) type).getPrecision()));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          RowValue.ofNumbers(
              numbers, seconds(index, ((LocalZonedTimestampType) type).getPrecision()));
      default -> throw new IllegalStateException("No value is known for " + root);
    };
  }

  private static ToLongFunction<RowData> seconds(int index, int precision) {
    return row ->
        Math.floorDiv(row.getTimestamp(index, precision).getMillisecond(), MILLISECONDS_PER_SECOND);
  }

  /**
   * What decides about the directory: null for nulls and empty texts.
   *
   * @throws PartitionException if the value has no text
   */
  @Nullable
  Object key(RowData row) {
    lastIsNull = row.isNullAt(index);
    if (lastIsNull) {
      return null;
    }
    Object read = value.read(row);
    if (read instanceof Long key) {
      if (!numbers.hasText(key)) {
        throw PartitionException.outsideYears(level.column(), DirectoryPath.SOME_ROW);
      }
      return key;
    }
    return "".equals(read) ? null : read;
  }

  /** Whether {@link #key} would be the last one again. */
  boolean repeats(RowData row) {
    return row.isNullAt(index) ? lastIsNull : !lastIsNull && value.repeats(row);
  }

  @Nullable
  String text(@Nullable Object key) {
    if (key instanceof Long number) {
      return numbers.text(number);
    }
    return key instanceof BigDecimal decimal ? decimal.toPlainString() : (String) key;
  }
}
