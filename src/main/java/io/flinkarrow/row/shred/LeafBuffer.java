package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.Levels;

/** One leaf column of the rows at hand. A row's size is that which it has in an Arrow batch. */
public final class LeafBuffer implements LeafRows {

  private final LevelBuffer levels;
  private final ValueBuffer values;

  LeafBuffer(LevelBuffer levels, ValueBuffer values) {
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

  @Override
  public LeafSlice slice(int fromRow, int rowCount) {
    Levels lent = levels.slice(fromRow, fromRow + rowCount);
    int from = levels.valuesBefore(fromRow);
    int count = levels.valuesBefore(fromRow + rowCount) - from;
    return new LeafSlice(rowCount, lent, values.slice(from, count));
  }

  /** Levels so far: one for each value and null. */
  public int entries() {
    return levels.entries();
  }

  /** Bytes of the texts so far, without their lengths; 0 for all other values. */
  public long textBytes() {
    return values.textBytes();
  }

  /** Forgets the rows and keeps the arrays. */
  void clear() {
    levels.clear();
    values.clear();
  }

  /** Forgets the rows and gives up the arrays. */
  void release() {
    levels.release();
    values.release();
  }
}
