package io.flinkarrow.parquet.sort;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Whether the rows of a file are in the order of its sorting columns. Rows that are refused must be
 * in order through the whole file, so that what is refused does not depend on where row groups end;
 * otherwise each row group is looked at alone.
 */
public final class SortCheck {

  private final List<SortedColumn> columns;
  private final UnsortedRows unsortedRows;
  private SortedColumn unsortedColumn;
  private boolean hasRowBefore;
  private boolean sorted = true;

  public SortCheck(List<SortKey> keys, UnsortedRows unsortedRows) {
    this.columns = keys.stream().map(SortedColumn::new).toList();
    this.unsortedRows = unsortedRows;
  }

  /**
   * Looks at all rows before any of them is written.
   *
   * @param rowsBefore of the file
   * @throws RefusedRowsException if rows are to be refused and one is out of order; nothing has
   *     changed then
   */
  public void check(List<? extends LeafRows> leaves, int rowCount, long rowsBefore) {
    if (unsortedRows != UnsortedRows.REFUSE) {
      return;
    }
    boolean hadRowBefore = hasRowBefore;
    columns.forEach(SortedColumn::mark);
    int unsorted = firstUnsorted(leaves, 0, rowCount);
    if (unsorted >= 0) {
      columns.forEach(SortedColumn::rewind);
      hasRowBefore = hadRowBefore;
      throw new RefusedRowsException(
          "Column %s, row %d of those written together, %d of the file: the row belongs before the one before it by the sorting columns %s; sort the rows, or let unsortedRows drop the claim that they are sorted"
              .formatted(
                  unsortedColumn.key().column().path(),
                  unsorted,
                  rowsBefore + unsorted,
                  columns.stream().map(column -> column.key().column().path()).toList()));
    }
  }

  /** Rows {@code [fromRow, fromRow + count)} go into the row group at hand. */
  public void follow(List<? extends LeafRows> leaves, int fromRow, int count) {
    if (unsortedRows == UnsortedRows.DROP_CLAIM && sorted) {
      sorted = firstUnsorted(leaves, fromRow, count) < 0;
    }
  }

  /** The first row that belongs before the one before it; -1 if there is none. */
  private int firstUnsorted(List<? extends LeafRows> leaves, int fromRow, int count) {
    int end = fromRow + count;
    int from = fromRow;
    while (from < end) {
      int rows = Math.min(SortedColumn.ROWS, end - from);
      for (SortedColumn column : columns) {
        rows = column.read(leaves.get(column.key().column().ordinal()), from, rows);
      }
      for (int place = hasRowBefore ? 1 : 2; place <= rows; place++) {
        if (belongsBefore(place)) {
          return from + place - 1;
        }
      }
      for (SortedColumn column : columns) {
        column.carry(rows);
      }
      hasRowBefore = true;
      from += rows;
    }
    return -1;
  }

  private boolean belongsBefore(int place) {
    for (SortedColumn column : columns) {
      int comparison = column.compareWithRowBefore(place);
      if (comparison != 0) {
        unsortedColumn = column;
        return comparison < 0;
      }
    }
    return false;
  }

  /** Whether the row group at hand, which ends, is sorted. */
  public boolean endRowGroup() {
    boolean wasSorted = sorted;
    if (unsortedRows == UnsortedRows.DROP_CLAIM) {
      sorted = true;
      hasRowBefore = false;
    }
    return wasSorted;
  }

  /** Whether the row group at hand is sorted so far. */
  public boolean isSorted() {
    return sorted;
  }

  /** So that {@link #readFrom} lets another check of the same columns go on behind the same row. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(hasRowBefore);
    out.writeBoolean(sorted);
    for (SortedColumn column : columns) {
      column.writeTo(out);
    }
  }

  public void readFrom(DataInputStream in) throws IOException {
    hasRowBefore = in.readBoolean();
    sorted = in.readBoolean();
    for (SortedColumn column : columns) {
      column.readFrom(in);
    }
  }

  public long retainedBytes() {
    return columns.stream().mapToLong(SortedColumn::retainedBytes).sum();
  }
}
