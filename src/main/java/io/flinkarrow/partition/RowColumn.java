package io.flinkarrow.partition;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.TimestampType;

/** A level of folders and the column of rows that it looks at. Not thread-safe. */
final class RowColumn {

  private static final long MILLISECONDS_PER_SECOND = 1_000;

  private final PartitionField level;
  private final int index;
  private final NumberForm numbers;
  private final Function<RowData, Object> value;

  /**
   * @throws IllegalArgumentException if the type has no place in a path
   */
  RowColumn(PartitionField level, int index, LogicalType type, ZoneId zone) {
    this.level = level;
    this.index = index;
    this.numbers = numbers(level, type, zone);
    this.value = value(level.column(), index, type);
  }

  private static NumberForm numbers(PartitionField level, LogicalType type, ZoneId zone) {
    if (level.pattern() != null) {
      TimePattern pattern = TimePattern.of(level.pattern());
      return switch (type.getTypeRoot()) {
        case TIMESTAMP_WITHOUT_TIME_ZONE -> NumberForm.timeBy(pattern, null);
        case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> NumberForm.timeBy(pattern, zone);
        case DATE -> NumberForm.dateBy(level, pattern);
        default -> throw RefusedColumn.noTime(level, type.asSummaryString());
      };
    }
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> NumberForm.bool();
      case DATE -> NumberForm.date();
      // Texts and decimals have none; nothing asks for it.
      case CHAR, VARCHAR, DECIMAL, TINYINT, SMALLINT, INTEGER, BIGINT -> NumberForm.signed();
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          throw RefusedColumn.withoutPattern(level, type.asSummaryString());
      default -> throw RefusedColumn.noText(level, type.asSummaryString());
    };
  }

  /** A Long, String or BigDecimal of a value that is not null. */
  private static Function<RowData, Object> value(String column, int index, LogicalType type) {
    LogicalTypeRoot root = type.getTypeRoot();
    return switch (root) {
      case CHAR, VARCHAR -> row -> text(row.getString(index), column);
      case DECIMAL -> {
        int precision = ((DecimalType) type).getPrecision();
        int scale = ((DecimalType) type).getScale();
        yield row -> row.getDecimal(index, precision, scale).toBigDecimal();
      }
      case BOOLEAN -> number(row -> row.getBoolean(index) ? 1 : 0);
      case TINYINT -> number(row -> row.getByte(index));
      case SMALLINT -> number(row -> row.getShort(index));
      case INTEGER, DATE -> number(row -> row.getInt(index));
      case BIGINT -> number(row -> row.getLong(index));
      case TIMESTAMP_WITHOUT_TIME_ZONE -> seconds(index, ((TimestampType) type).getPrecision());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          seconds(index, ((LocalZonedTimestampType) type).getPrecision());
      default -> throw new IllegalStateException("No value is known for " + root);
    };
  }

  private static String text(StringData value, String column) {
    String text = value.toString();
    return Utf8Text.isSuspect(text)
        ? Utf8Text.checked(text, value.toBytes(), column, FolderPath.SOME_ROW)
        : text;
  }

  private static Function<RowData, Object> number(ToLongFunction<RowData> value) {
    return value::applyAsLong;
  }

  private static Function<RowData, Object> seconds(int index, int precision) {
    return number(
        row ->
            Math.floorDiv(
                row.getTimestamp(index, precision).getMillisecond(), MILLISECONDS_PER_SECOND));
  }

  /**
   * What decides about the folder: null for nulls and empty texts.
   *
   * @throws PartitionException if the value has no text
   */
  @Nullable
  Object key(RowData row) {
    if (row.isNullAt(index)) {
      return null;
    }
    Object read = value.apply(row);
    if (read instanceof Long number) {
      long key = numbers.key(number);
      if (!numbers.hasText(key)) {
        throw PartitionException.outsideYears(level.column(), FolderPath.SOME_ROW);
      }
      return key;
    }
    return "".equals(read) ? null : read;
  }

  @Nullable
  String text(@Nullable Object key) {
    if (key instanceof Long number) {
      return numbers.text(number);
    }
    return key instanceof BigDecimal decimal ? decimal.toPlainString() : (String) key;
  }
}
