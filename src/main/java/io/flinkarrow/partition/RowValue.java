package io.flinkarrow.partition;

import java.util.function.ToLongFunction;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/**
 * One column of rows that decides about the directory. It remembers the value that was read last,
 * so that a row with the same one is recognized without making an object. Not thread-safe.
 */
abstract class RowValue {

  /** A Long, String or BigDecimal of a value that is not null. */
  abstract Object read(RowData row);

  /** Whether a value that is not null decides as the one that was read last. */
  abstract boolean repeats(RowData row);

  static RowValue ofNumbers(PartitionValueFormat form, ToLongFunction<RowData> number) {
    return new RowValue() {
      private long last;

      @Override
      Object read(RowData row) {
        last = form.key(number.applyAsLong(row));
        return last;
      }

      @Override
      boolean repeats(RowData row) {
        return form.key(number.applyAsLong(row)) == last;
      }
    };
  }

  static RowValue ofStrings(String column, int index) {
    return new RowValue() {
      @Nullable private StringData last;

      @Override
      Object read(RowData row) {
        StringData value = row.getString(index);
        String string = value.toString();
        if (Utf8Text.isSuspect(string)) {
          last = null;
          return Utf8Text.checked(string, value.toBytes(), column, DirectoryPath.SOME_ROW);
        }
        // A copy: the row's own bytes may change.
        last = StringData.fromString(string);
        return string;
      }

      @Override
      boolean repeats(RowData row) {
        return row.getString(index).equals(last);
      }
    };
  }

  static RowValue ofDecimals(int index, int precision, int scale) {
    return new RowValue() {
      @Nullable private DecimalData last;

      @Override
      Object read(RowData row) {
        last = row.getDecimal(index, precision, scale);
        return last.toBigDecimal();
      }

      @Override
      boolean repeats(RowData row) {
        return row.getDecimal(index, precision, scale).equals(last);
      }
    };
  }
}
