package io.flinkarrow.parquet.compaction;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.StoredSlice;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * Rows of one leaf column as they were read, to be written again. Values stay as they are held, and
 * ids of a dictionary stay ids. {@link #bind} before all else; what it is given must stay until the
 * rows are written.
 */
public final class StoredLeafRows implements LeafRows {

  private final boolean isRepeated;
  private final StoredEntries entries;
  private final StoredParts values = new StoredParts();

  public StoredLeafRows(ColumnDescriptor column) {
    this.isRepeated = column.getMaxRepetitionLevel() > 0;
    this.entries = new StoredEntries(column.getMaxDefinitionLevel());
  }

  /** Takes over the next rows. */
  public void bind(StoredSlice slice) {
    entries.bind(slice.rowCount(), slice.levels());
    values.bind(slice.values());
  }

  @Override
  public long valueBytes(int fromRow, int toRow) {
    return values.bytes(entries.value(fromRow), entries.value(toRow)) + levelBytes(fromRow, toRow);
  }

  @Override
  public long idBytes(int fromRow, int toRow) {
    long count = (long) entries.entry(toRow) - entries.entry(fromRow);
    return Integer.BYTES * count + levelBytes(fromRow, toRow);
  }

  private long levelBytes(int fromRow, int toRow) {
    return isRepeated ? entries.entry(toRow) - entries.entry(fromRow) : 0;
  }

  @Override
  public boolean areByReference() {
    return values.areByReference();
  }

  @Override
  public LeafSlices slices(int fromRow, int rowCount) {
    return new Slices(fromRow, fromRow + rowCount);
  }

  private final class Slices implements LeafSlices {

    private final int endRow;

    /** The first row that no slice has begun. */
    private int row;

    private int entry;
    private int value;

    private Slices(int fromRow, int endRow) {
      this.endRow = endRow;
      this.row = fromRow;
      this.entry = entries.entry(fromRow);
      this.value = entries.value(fromRow);
    }

    @Override
    public LeafSlice next() {
      if (entry < entries.entry(row)) {
        return partOfRow(0, entries.entry(row));
      }
      if (row == endRow) {
        return null;
      }
      int rows = rowsWithin();
      if (rows > 0) {
        row += rows;
        return slice(rows, entries.entry(row), entries.value(row));
      }
      row++;
      return partOfRow(1, entries.entry(row));
    }

    private int rowsWithin() {
      int fits = 0;
      int exceeds = endRow - row + 1;
      int probe = exceeds - 1;
      while (exceeds - fits > 1) {
        if (fit(entries.entry(row + probe), entries.value(row + probe))) {
          fits = probe;
        } else {
          exceeds = probe;
        }
        probe = (fits + exceeds) >>> 1;
      }
      return fits;
    }

    private boolean fit(int endEntry, int endValue) {
      return endEntry - entry <= LeafSlice.MOST_ENTRIES
          && values.heldBytes(value, endValue) <= LeafSlice.MOST_BYTES;
    }

    /** Of a row that does not fit a slice, as many entries as do, or one. */
    private LeafSlice partOfRow(int begun, int rowEnd) {
      int endEntry = entry;
      int endValue = value;
      while (endEntry < rowEnd) {
        int nextValue = endValue + (entries.hasValue(endEntry) ? 1 : 0);
        if (endEntry > entry && !fit(endEntry + 1, nextValue)) {
          break;
        }
        endEntry++;
        endValue = nextValue;
      }
      return slice(begun, endEntry, endValue);
    }

    private LeafSlice slice(int begun, int endEntry, int endValue) {
      LeafSlice slice =
          new LeafSlice(begun, entries.part(entry, endEntry), values.part(value, endValue));
      entry = endEntry;
      value = endValue;
      return slice;
    }
  }
}
