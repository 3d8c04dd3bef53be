package io.flinkarrow.parquet.options;

/** What becomes of rows that are not in the order that the sorting columns declare. */
public enum UnsortedRows {
  /** They are refused: all rows of a file are in order. */
  REFUSE,
  /** They are written, and the footer says of their row group no longer that it is sorted. */
  DROP_CLAIM
}
