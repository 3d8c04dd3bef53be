package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.levels.DecodedLevels;

/**
 * Entries of a column that are decoded and not taken: their levels and values. What is lent as a
 * slice is valid until it is dropped.
 *
 * @param entryBytes what an entry takes at least
 */
record HeldEntries<T extends DecodedValues>(DecodedLevels levels, T values, int entryBytes) {

  /** Two levels. */
  private static final int REPEATED_ENTRY_BYTES = 2;

  static <T extends DecodedValues> HeldEntries<T> of(
      DecodedLevels levels, T values, boolean isRepeated) {
    return new HeldEntries<>(
        levels, values, values.slotBytes() + (isRepeated ? REPEATED_ENTRY_BYTES : 0));
  }

  /** How many entries more take so many bytes with these. */
  int room(int mostBytes) {
    return mostBytes / entryBytes - levels.count();
  }

  /**
   * Rows of which everything is here. A row in a list ends where the next one begins.
   *
   * @param owed values of the last entries that are not here
   * @param goesOn whether the last row does
   */
  int rows(int owed, boolean goesOn) {
    if (owed > 0) {
      int entry = levels.entryOfLastValue(owed);
      int rows = levels.rowsBefore(entry);
      return rows == 0 || levels.beginsRow(entry) ? rows : rows - 1;
    }
    return Math.max(0, goesOn ? levels.rows() - 1 : levels.rows());
  }

  /** Of the first rows, as many as take so many bytes; at least one. There may be more of them. */
  int rowsWithin(int rows, int mostBytes) {
    if (areWithin(rows, mostBytes)) {
      return rows;
    }
    int within = 1;
    int behind = rows;
    while (behind - within > 1) {
      int middle = (within + behind) >>> 1;
      if (areWithin(middle, mostBytes)) {
        within = middle;
      } else {
        behind = middle;
      }
    }
    return within;
  }

  private boolean areWithin(int rows, int mostBytes) {
    int count = levels.startOfRow(rows);
    return count <= mostBytes / entryBytes
        && values.bytesBesideSlots(levels.values(count)) <= mostBytes;
  }

  /** The first entries, lent. */
  StoredSlice stored(int rows, int entries) {
    return new StoredSlice(rows, levels.levels(entries), values.stored(levels.values(entries)));
  }

  /** What the first entries take. */
  long bytes(int entries) {
    return (long) entries * entryBytes + values.bytesBesideSlots(levels.values(entries));
  }

  /** Forgets the first entries; if they are large, gives up their room. */
  void drop(int entries, boolean isLarge) {
    values.drop(levels.values(entries));
    levels.drop(entries);
    if (isLarge) {
      trim();
    }
  }

  /** Gives up room that is not used. */
  void trim() {
    levels.trim();
    values.trim();
  }

  /** What they take. */
  long bytes() {
    return (long) levels.count() * entryBytes + values.bytes();
  }

  /** Heap bytes of the arrays. */
  long retainedBytes() {
    return levels.retainedBytes() + values.retainedBytes();
  }
}
