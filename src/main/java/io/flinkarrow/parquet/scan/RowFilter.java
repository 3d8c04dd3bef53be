package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.predicate.filter.BatchFilter;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.io.Closeable;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * Finds the rows of a row group that are wanted, by reading the columns that this depends on. Owns
 * these. Rows of other columns need not be decoded then.
 */
final class RowFilter implements Closeable {

  private final RowGroupScan columns;
  private final BatchFilter filter;
  private final RowSelection selection;

  /** Rows that were not looked at. */
  private RowRanges left;

  /**
   * @param rows those that the columns read
   */
  RowFilter(RowGroupScan columns, BatchFilter filter, RowSelection selection, RowRanges rows) {
    this.columns = columns;
    this.filter = filter;
    this.selection = selection;
    this.left = rows;
  }

  /** More rows that are wanted, maybe none of those looked at; null if all were looked at. */
  @Nullable
  RowRanges next() throws IOException {
    ScannedBatch batch = columns.next();
    if (batch == null) {
      return null;
    }
    left = left.from(batch.nextRow());
    int[] wanted = filter.rows(batch.batch());
    selection.addFiltered(batch.batch().rowCount() - wanted.length);
    return batch.rows().at(wanted);
  }

  /** The rows that were not looked at yet. */
  RowRanges left() {
    return left;
  }

  @Override
  public void close() {
    columns.close();
  }
}
