package io.flinkarrow.read;

import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.row.bind.BatchViews;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.MutableRecordAndPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;

/** The rows of one batch with where a reader goes on behind each. */
final class ViewedRows implements BulkFormat.RecordIterator<RowData> {

  private final BatchViews.Rows rows;
  private final int count;
  private final MutableRecordAndPosition<RowData> record = new MutableRecordAndPosition<>();
  private int next;

  ViewedRows(BatchViews.Rows rows, ScannedBatch batch) {
    this.rows = rows;
    this.count = batch.batch().rowCount();
    record.set(null, batch.rowGroupStart(), batch.firstRow());
  }

  @Override
  @Nullable
  public RecordAndPosition<RowData> next() {
    if (next == count) {
      return null;
    }
    record.setNext(rows.row(next++));
    return record;
  }

  /** Nothing is used again: rows may be kept. */
  @Override
  public void releaseBatch() {}
}
