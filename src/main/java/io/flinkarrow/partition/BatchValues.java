package io.flinkarrow.partition;

import java.util.Random;

/**
 * A partition column of one batch: which rows belong together, and what their directory says. Rows
 * are the batch's, or the entries of a dictionary.
 */
abstract class BatchValues {

  /** Differs from process to process, so that values that all hash alike cannot be made. */
  static final long SEED = new Random().nextLong();

  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Also of texts without characters, which no directory can be named by. */
  abstract boolean isNull(int row);

  /** Of rows that are not null; if so, their texts are equal. */
  abstract boolean same(int row, int other);

  /** Of a row that is not null; that of rows that are the same is equal. */
  abstract long hash(int row);

  /**
   * Of a row that is not null.
   *
   * @param entry the row, or the dictionary's entry that it has
   * @param row of the batch, which messages name
   * @throws PartitionException if it has none: of all values, only those of rows must have one
   */
  abstract String text(int entry, int row);

  final boolean together(int row, int other) {
    boolean isNull = isNull(row);
    return isNull == isNull(other) && (isNull || same(row, other));
  }

  static long mix(long hash, long value) {
    long mixed = (hash ^ value) * MIX;
    return mixed ^ (mixed >>> 32);
  }
}
