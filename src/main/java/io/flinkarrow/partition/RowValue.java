package io.flinkarrow.partition;

import java.math.BigDecimal;
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

      /** By its bytes, which a Java string may not have: files hold "?" for half a character. */
      @Override
      Object read(RowData row) {
        byte[] bytes = row.getString(index).toBytes();
        // A copy, because the row's own bytes may change.
        last = StringData.fromBytes(bytes.clone());
        return Utf8Text.of(bytes, column, DirectoryPath.SOME_ROW);
      }

      @Override
      boolean repeats(RowData row) {
        return row.getString(index).equals(last);
      }
    };
  }

  static RowValue ofDecimals(String column, int index, int precision, int scale) {
    return new RowValue() {
      @Nullable private DecimalData last;

      @Override
      Object read(RowData row) {
        last = row.getDecimal(index, precision, scale);
        return ofScale(last.toBigDecimal(), scale, column);
      }

      @Override
      boolean repeats(RowData row) {
        return row.getDecimal(index, precision, scale).equals(last);
      }
    };
  }

  /** A row of objects may have a decimal of another scale, which is the same number. */
  private static BigDecimal ofScale(BigDecimal value, int scale, String column) {
    if (value.stripTrailingZeros().scale() > scale) {
      throw new PartitionException(
          "Column '%s' has in %s a decimal of %d digits behind the point, but its type has %d; cast it to the type"
              .formatted(
                  column, DirectoryPath.where(DirectoryPath.SOME_ROW), value.scale(), scale));
    }
    return value.setScale(scale);
  }
}
