package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * The distinct values of a column chunk, numbered in the order they came, and the hash table that
 * finds them. Subclasses look values up: they return {@link #FULL} instead of an id if the value is
 * new and its PLAIN bytes would make the dictionary larger than its limit, or if the search for
 * values has become more work than {@link #maySearch} allows.
 *
 * <p>The table holds an id plus one per slot, 0 for an empty one; it is probed linearly. A value
 * that is found far from its home changes places with the entry there, so that a frequent value is
 * not searched again and again.
 */
public abstract sealed class Dictionary permits NumberDictionary, BytesDictionary {

  /** Instead of an id: the dictionary takes no more entries. */
  public static final int FULL = -1;

  /**
   * The occupied slots that long searches may pass per value looked up, and besides. Hashes have no
   * secret seed, so that equal input makes equal files, and values that all hash alike are easily
   * made: without a limit, n such values would cost n squared. In a table half full, values that
   * were not made for it pass one to three slots on average, the rebuilding of the table included.
   */
  private static final int PASSED_PER_VALUE = 6;

  static final int PASSED_BESIDES = 4096;

  /**
   * From here on a search is counted, and a value that is found changes places with the entry in
   * its home slot. Shorter searches are not counted: that would cost more than they do.
   */
  static final int FAR = 8;

  /** Instead of a slot: values may not be searched on. */
  static final int NOWHERE = -1;

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

  private long lookedUp;
  private long passedSlots;

  /** Counts values that were looked up. */
  final void countLookUps(int values) {
    lookedUp += values;
  }

  /** Counts the occupied slots that were passed while the table was rebuilt. */
  final void countRebuilding(long passed) {
    passedSlots += passed;
  }

  /**
   * Counts the occupied slots that a search passed, {@link #FAR} or more, and tells whether values
   * may be searched on. The answer depends on the values looked up so far and on nothing else.
   *
   * @param uncounted the values looked up since {@link #countLookUps}
   */
  final boolean maySearch(int passed, int uncounted) {
    passedSlots += passed;
    return passedSlots <= PASSED_BESIDES + PASSED_PER_VALUE * (lookedUp + uncounted);
  }

  /** The occupied slots that were counted since the dictionary was empty, for tests. */
  public final long passedSlots() {
    return passedSlots;
  }

  /** The number of entries. */
  public abstract int size();

  /** Whether entries of the type may be as long as {@link #hasLongEntries()} asks for. */
  public boolean mayHaveLongEntries() {
    return true;
  }

  /** Whether an entry takes so many bytes that ids of it are next to nothing beside it. */
  public abstract boolean hasLongEntries();

  /** The bytes of all entries in PLAIN encoding. */
  public abstract long plainBytes();

  /**
   * Writes the ids of {@code count} values, PLAIN-encoded, to {@code ids}; returns how many were
   * taken before the dictionary was full.
   */
  public abstract int lookUpPlain(ByteArrayBuilder plain, int count, int[] ids);

  /** Adds {@code count} values, PLAIN-encoded, to a sketch, with their PLAIN bytes. */
  public abstract void sketch(ByteArrayBuilder plain, int count, DistinctSketch sketch);

  /** The bytes of the values that have the ids, PLAIN-encoded. */
  public abstract long plainBytes(PageIds ids);

  /** Appends the values that have the ids, PLAIN-encoded. */
  public abstract void decode(PageIds ids, ByteArrayBuilder out);

  /** Appends the first {@code count} entries, PLAIN-encoded. */
  public abstract void putEntries(int count, ByteArrayBuilder out);

  /** Keeps only the first {@code count} entries and gives up the table: nothing is looked up. */
  public final void close(int count) {
    if (count > size()) {
      throw new IllegalStateException(
          "The dictionary of a chunk has %d entries, but its pages refer to %d. This is a bug of the writer; the chunk is not written"
              .formatted(size(), count));
    }
    keep(count);
  }

  /** Does what {@link #close} says; there are as many entries. */
  abstract void keep(int count);

  /** Forgets the entries and gives up all arrays. */
  public final void reset() {
    close(0);
    lookedUp = 0;
    passedSlots = 0;
  }

  /** Heap bytes of the arrays. */
  public abstract long retainedBytes();
}
