package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.predicate.pruning.RowRanges;

/** Rows of a row group that came out of a scan. */
public sealed interface Scanned permits ScannedBatch, ScannedColumns, ScannedLeaves {

  /** Their numbers in the row group. */
  RowRanges rows();

  /** The number of the first row that was not looked at. */
  long nextRow();

  /** How many there are. */
  default int rowCount() {
    return (int) rows().rows();
  }

  /** The first row's number in the row group. */
  default long firstRow() {
    return rows().ranges().get(0).from();
  }
}
