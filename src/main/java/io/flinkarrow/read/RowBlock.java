package io.flinkarrow.read;

import io.flinkarrow.read.field.FieldReader;
import io.flinkarrow.read.field.RowMemory;
import io.flinkarrow.value.HeapSizes;
import java.util.Arrays;
import org.apache.flink.table.data.GenericRowData;

/**
 * The next rows of a row group, read field by field, because reading needs up to twice the CPU if
 * the fields take turns at every row. A field may get ahead of others by a block, but only while
 * all rows that are held here are small. What is ahead stays here until its rows are complete.
 *
 * <p>{@link #begin}, {@link #read} for each field, {@link #moveTo}, and again.
 */
final class RowBlock {

  /** Enough for a field to be fast, and few to hold. */
  static final int MAXIMUM_ROWS = 128;

  private final RowMemory memory;
  private final GenericRowData[] rows = new GenericRowData[MAXIMUM_ROWS];

  /** What each row takes so far. */
  private final long[] rowBytes = new long[MAXIMUM_ROWS];

  /** How many rows each field has read. */
  private final int[] rowsOf;

  /** How many rows there are, complete or not. */
  private int begun;

  /** How many rows the fields have read that were asked so far. */
  private int complete;

  /** What all rows take. */
  private long heldBytes;

  /**
   * @param memory what the fields charge
   */
  RowBlock(int fields, RowMemory memory) {
    this.rowsOf = new int[fields];
    this.memory = memory;
  }

  /**
   * @param count of rows to read, at most {@link #MAXIMUM_ROWS} and at least as many as are held
   */
  void begin(int count) {
    for (; begun < count; begun++) {
      rows[begun] = new GenericRowData(rowsOf.length);
      rowBytes[begun] = HeapSizes.row(rowsOf.length);
      heldBytes += rowBytes[begun];
    }
    complete = count;
  }

  /**
   * Reads a field of the first row, and of those further rows that the fields before it have read,
   * while all rows take less than {@code mostBytes}.
   */
  void read(int field, FieldReader reader, long mostBytes) {
    int most = complete;
    int row = rowsOf[field];
    long held = heldBytes;
    try {
      for (; row < most && (row == 0 || held < mostBytes); row++) {
        long before = rowBytes[row];
        memory.goOn(before);
        rows[row].setField(field, reader.read());
        long now = memory.row();
        rowBytes[row] = now;
        held += now - before;
      }
    } finally {
      rowsOf[field] = row;
    }
    heldBytes = held;
    complete = Math.min(most, row);
  }

  /** How many rows the field has read. */
  int rowsOf(int field) {
    return rowsOf[field];
  }

  /** What the rows take that all fields have read. */
  long completeBytes() {
    return Arrays.stream(rowBytes, 0, complete).sum();
  }

  /** Hands over the rows that all fields have read, and tells how many they are. */
  int moveTo(GenericRowData[] target, int at) {
    int moved = complete;
    heldBytes -= completeBytes();
    System.arraycopy(rows, 0, target, at, moved);
    begun -= moved;
    System.arraycopy(rows, moved, rows, 0, begun);
    System.arraycopy(rowBytes, moved, rowBytes, 0, begun);
    for (int field = 0; field < rowsOf.length; field++) {
      rowsOf[field] -= moved;
    }
    complete = 0;
    return moved;
  }
}
