package io.flinkarrow.parquet.encoding;

/**
 * The distinct values of a column chunk, numbered in the order they came, and the hash table that
 * finds them. Subclasses look values up: they return {@link #FULL} instead of an id if the value is
 * new and its PLAIN bytes would make the dictionary larger than its limit, or if more than {@link
 * #MOST_PROBES} slots would have to be searched for it.
 *
 * <p>The table holds an id plus one per slot, 0 for an empty one; it is probed linearly.
 */
abstract sealed class Dictionary permits NumberDictionary, BytesDictionary {

  /** Instead of an id: the dictionary takes no more entries. */
  static final int FULL = -1;

  /**
   * The most slots that are searched for a value. Hashes have no secret seed, so that equal input
   * makes equal files, and values that all hash alike are easily made: without a limit, a chunk of
   * n such values would cost n squared. In a table half full, the longest search for values that
   * were not made for it is about 5 ln(n) slots: 70 for the default limit of a dictionary, 100 for
   * the largest.
   */
  static final int MOST_PROBES = 128;

  /** The entries there is room for when the first value comes. */
  static final int FEWEST_ENTRIES = 32;

  /** As many slots as half of a small level-2 cache holds. */
  private static final int MOST_SPARSE_SLOTS = 32 << 10;

  /**
   * The slots of a table with room for {@code entries}, a power of two. A value that is not in the
   * slot where it is looked for first costs a branch that the processor did not foresee: every
   * third one in a table half full, so small tables are at most a quarter full. In large ones the
   * cache misses cost more.
   */
  static int slotsFor(int entries) {
    return Math.max(2 * entries, Math.min(4 * entries, MOST_SPARSE_SLOTS));
  }

  /** The number of entries. */
  abstract int size();

  /** The bytes of all entries in PLAIN encoding. */
  abstract long plainBytes();

  /**
   * Writes the ids of {@code count} values, PLAIN-encoded, to {@code ids}; returns how many were
   * taken before the dictionary was full.
   */
  abstract int lookUpPlain(ByteArrayBuilder plain, int count, int[] ids);

  /** Adds {@code count} values, PLAIN-encoded, to a sketch, with their PLAIN bytes. */
  abstract void sketch(ByteArrayBuilder plain, int count, DistinctSketch sketch);

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
