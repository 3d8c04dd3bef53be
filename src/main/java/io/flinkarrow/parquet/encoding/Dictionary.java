package io.flinkarrow.parquet.encoding;

/**
 * The distinct values of a column chunk, numbered in the order they came, and the hash table that
 * finds them. Subclasses look values up: they return {@link #FULL} instead of an id if the value is
 * new and its PLAIN bytes would make the dictionary larger than its limit.
 *
 * <p>The table holds an id plus one per slot, 0 for an empty one; it is probed linearly and at most
 * half full.
 */
abstract sealed class Dictionary permits NumberDictionary, BytesDictionary {

  /** Instead of an id: the dictionary takes no more entries. */
  static final int FULL = -1;

  /** The slots of a table when the first value comes. */
  static final int SMALLEST_TABLE = 64;

  /** The number of entries. */
  abstract int size();

  /** The bytes of all entries in PLAIN encoding. */
  abstract long plainBytes();

  /** Appends the values that have the ids, PLAIN-encoded. */
  abstract void decode(int[] ids, int count, ByteArrayBuilder out);

  /** Appends the first {@code count} entries, PLAIN-encoded. */
  abstract void putEntries(int count, ByteArrayBuilder out);

  /** Keeps only the first {@code count} entries and gives up the table: nothing is looked up. */
  abstract void close(int count);

  /** Forgets the entries and gives up all arrays. */
  final void reset() {
    close(0);
  }

  /** Heap bytes of the arrays. */
  abstract long retainedBytes();
}
