package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;

/**
 * Rows of a row group that follow one another.
 *
 * @param rowGroupStart the first byte of the row group, which names it in its file
 * @param firstRow the first row's number in the row group
 */
public record ScannedBatch(RecordBatch batch, long rowGroupStart, long firstRow) {

  /** The number of the row behind the last one. */
  public long nextRow() {
    return firstRow + batch.rowCount();
  }
}
