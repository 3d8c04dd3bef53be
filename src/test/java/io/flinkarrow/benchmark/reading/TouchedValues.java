package io.flinkarrow.benchmark.reading;

import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Takes every value out of rows, as an operator does: numbers, and of strings the length and the
 * ends. The sum over a file's rows depends on all of them and on their order.
 */
final class TouchedValues {

  private static final int MICROS = 6;

  private final LogicalTypeRoot[] roots;
  private final TouchedValues[] children;

  TouchedValues(List<LogicalType> types) {
    roots = types.stream().map(LogicalType::getTypeRoot).toArray(LogicalTypeRoot[]::new);
    children =
        types.stream()
            .map(
                type -> type.getChildren().isEmpty() ? null : new TouchedValues(type.getChildren()))
            .toArray(TouchedValues[]::new);
  }

  long of(RowData row) {
    long sum = 1;
    for (int i = 0; i < roots.length; i++) {
      sum = 31 * sum + (row.isNullAt(i) ? 0 : field(row, i));
    }
    return sum;
  }

  private long field(RowData row, int i) {
    return switch (roots[i]) {
      case INTEGER, DATE -> row.getInt(i);
      case BIGINT -> row.getLong(i);
      case DOUBLE -> Double.doubleToRawLongBits(row.getDouble(i));
      case BOOLEAN -> row.getBoolean(i) ? 1 : 2;
      case VARCHAR -> text(row.getString(i));
      case TIMESTAMP_WITHOUT_TIME_ZONE -> row.getTimestamp(i, MICROS).getMillisecond();
      case ROW -> children[i].of(row.getRow(i, children[i].roots.length));
      case ARRAY -> children[i].of(row.getArray(i), 0);
      case MAP -> {
        MapData map = row.getMap(i);
        yield children[i].of(map.keyArray(), 0) + 17 * children[i].of(map.valueArray(), 1);
      }
      default -> throw new IllegalArgumentException("No data set had a column " + roots[i]);
    };
  }

  /** Elements whose type is that of the given child. */
  private long of(ArrayData array, int child) {
    long sum = array.size();
    for (int i = 0; i < array.size(); i++) {
      sum = 31 * sum + (array.isNullAt(i) ? 0 : element(array, i, child));
    }
    return sum;
  }

  private long element(ArrayData array, int i, int child) {
    return switch (roots[child]) {
      case INTEGER -> array.getInt(i);
      case VARCHAR -> text(array.getString(i));
      case ROW -> children[child].of(array.getRow(i, children[child].roots.length));
      default -> throw new IllegalArgumentException("No data set had elements " + roots[child]);
    };
  }

  private static long text(StringData string) {
    BinaryStringData text = (BinaryStringData) string;
    int length = text.getSizeInBytes();
    return length == 0 ? 0 : 31L * (31L * length + text.byteAt(0)) + text.byteAt(length - 1);
  }
}
