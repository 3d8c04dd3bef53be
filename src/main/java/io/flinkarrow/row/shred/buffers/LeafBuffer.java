package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;

/** One leaf column of the rows at hand. A row's size is that which it has in an Arrow batch. */
public final class LeafBuffer implements LeafRows {

  private final LevelBuffer levels;
  private final ValueBuffer values;

  /** Where the slices that were asked for last go on, and end. */
  private int row;

  private int entry;
  private int value;
  private int endRow;

  public LeafBuffer(LevelBuffer levels, ValueBuffer values) {
    this.levels = levels;
    this.values = values;
  }

  @Override
  public long valueBytes(int fromRow, int toRow) {
    int fromValue = levels.valuesBefore(fromRow);
    int toValue = levels.valuesBefore(toRow);
    int entries = levels.entriesBefore(toRow) - levels.entriesBefore(fromRow);
    long nulls = entries - (long) (toValue - fromValue);
    return values.plainBytes(fromValue, toValue)
        + nulls * values.nullBytes()
        + (levels.repeated() ? entries : 0);
  }

  /** Rows are measured while they are taken. */
  @Override
  public long inputBytes(int fromRow, int toRow) {
    return 0;
  }

  @Override
  public long idBytes(int fromRow, int toRow) {
    long entries = levels.entriesBefore(toRow) - (long) levels.entriesBefore(fromRow);
    return Integer.BYTES * entries + (levels.repeated() ? entries : 0);
  }

  @Override
  public boolean areByReference() {
    return false;
  }

  @Override
  public LeafSlices slices(int fromRow, int rowCount) {
    row = fromRow;
    endRow = fromRow + rowCount;
    entry = levels.entriesBefore(fromRow);
    value = levels.valuesBefore(fromRow);
    return this::nextSlice;
  }

  private LeafSlice nextSlice() {
    if (row == endRow) {
      return null;
    }
    boolean begins = entry == levels.entriesBefore(row);
    int rows = begins ? wholeRows() : 0;
    int rowsEnd = levels.entriesBefore(row + Math.max(rows, 1));
    int count = Math.min(rowsEnd - entry, LeafSlice.MOST_ENTRIES);
    int defined =
        rows > 0
            ? levels.valuesBefore(row + rows) - value
            : levels.definedWithin(entry, entry + count);
    LeafSlice slice =
        new LeafSlice(
            rows == 0 && begins ? 1 : rows,
            levels.slice(entry, count, defined),
            values.slice(value, defined));
    entry += count;
    value += defined;
    if (entry == rowsEnd) {
      row += Math.max(rows, 1);
    }
    return slice;
  }

  /** The rows from the next one on that fit a slice; may be 0. */
  private int wholeRows() {
    int fits = 0;
    int exceeds = Math.min(endRow - row, LeafSlice.MOST_ENTRIES) + 1;
    while (exceeds - fits > 1) {
      int middle = (fits + exceeds) >>> 1;
      if (levels.entriesBefore(row + middle) - entry <= LeafSlice.MOST_ENTRIES) {
        fits = middle;
      } else {
        exceeds = middle;
      }
    }
    return fits;
  }

  /** All rows in one slice, however many they are; its arrays are lent until the next is added. */
  public LeafSlice all() {
    int rows = levels.rows();
    int defined = levels.valuesBefore(rows);
    return new LeafSlice(
        rows, levels.slice(0, levels.entries(), defined), values.slice(0, defined));
  }

  /** Levels so far: one for each value and null. */
  public int entries() {
    return levels.entries();
  }

  /** Bytes of the strings so far, without their lengths; 0 for all other values. */
  public long stringBytes() {
    return values.stringBytes();
  }

  /** Forgets the rows and keeps the arrays. */
  public void clear() {
    levels.clear();
    values.clear();
  }

  /** Forgets the rows and gives up the arrays. */
  public void release() {
    levels.release();
    values.release();
  }
}
