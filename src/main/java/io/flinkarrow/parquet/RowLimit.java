package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.util.List;

/** Refuses rows that are too large, before any of those written together is taken. */
final class RowLimit {

  private final List<LeafColumn> columns;
  private final long mostBytes;

  RowLimit(List<LeafColumn> columns, long mostBytes) {
    this.columns = columns;
    this.mostBytes = mostBytes;
  }

  /**
   * @throws RefusedRowsException if a row of rows {@code [fromRow, toRow)} is too large
   */
  void check(List<? extends LeafRows> leaves, int fromRow, int toRow) {
    if (fromRow == toRow || isWithin(leaves, fromRow, toRow)) {
      return;
    }
    if (toRow - fromRow == 1) {
      throw refusal(leaves, fromRow);
    }
    int middle = (fromRow + toRow) >>> 1;
    check(leaves, fromRow, middle);
    check(leaves, middle, toRow);
  }

  /** Whether rows together are not too large; then none of them is. */
  private boolean isWithin(List<? extends LeafRows> leaves, int fromRow, int toRow) {
    long bytes = 0;
    for (LeafRows leaf : leaves) {
      bytes += leaf.inputBytes(fromRow, toRow);
      if (bytes > mostBytes || leaf.valueBytes(fromRow, toRow) > LeafRows.MOST_ROW_BYTES) {
        return false;
      }
    }
    return true;
  }

  private RefusedRowsException refusal(List<? extends LeafRows> leaves, int row) {
    long bytes = 0;
    int largest = 0;
    for (int i = 0; i < leaves.size(); i++) {
      bytes += leaves.get(i).inputBytes(row, row + 1);
      if (valueBytes(leaves, i, row) > valueBytes(leaves, largest, row)) {
        largest = i;
      }
    }
    String where =
        "Column %s, row %d of those written together: ".formatted(columns.get(largest).path(), row);
    if (bytes > mostBytes) {
      return new RefusedRowsException(
          where
              + "the row takes %d bytes, most of them in this column, but maximumRowBytes allows %d; split its lists or strings, or raise the option"
                  .formatted(bytes, mostBytes));
    }
    return new RefusedRowsException(
        where + LeafRows.tooLarge(valueBytes(leaves, largest, row), LeafRows.MOST_ROW_BYTES));
  }

  private static long valueBytes(List<? extends LeafRows> leaves, int leaf, int row) {
    return leaves.get(leaf).valueBytes(row, row + 1);
  }
}
