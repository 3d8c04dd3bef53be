package io.flinkarrow.parquet.column;

/**
 * A stretch of one leaf column's entries: what everything that comes in is shredded to, and all
 * that the encoders ever see. Its arrays are lent until the call returns.
 *
 * @param rowCount the rows that begin in it: 0 if it is a later part of a row
 * @param levels one entry per value or null; at least one per row
 * @param values the values of the entries at the column's maximum definition level
 */
public record LeafSlice(int rowCount, Levels levels, LeafValues values) {

  /** The most entries of a slice: those of a page of numbers. */
  public static final int MOST_ENTRIES = 20 << 10;

  /** The most bytes of a slice's values, unless a single one has more. */
  public static final int MOST_BYTES = 256 << 10;
}
