package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.decoding.DecodedLevels;
import io.flinkarrow.parquet.decoding.DecodedValues;

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
  LeafSlice slice(int rows, int entries) {
    return new LeafSlice(rows, levels.levels(entries), values.values(levels.values(entries)));
  }

  /** Forgets the first entries. */
  void drop(int entries) {
    values.drop(levels.values(entries));
    levels.drop(entries);
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
