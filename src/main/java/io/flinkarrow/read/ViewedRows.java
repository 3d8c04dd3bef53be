package io.flinkarrow.read;

import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.parquet.scan.ScannedColumns;
import io.flinkarrow.row.bind.RowViews;
import java.util.Iterator;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.MutableRecordAndPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;

/** The rows of one batch with where a reader goes on behind each. */
final class ViewedRows implements BulkFormat.RecordIterator<RowData> {

  private final RowViews.Rows rows;
  private final long rowGroupStart;
  private final Iterator<RowRanges.Range> ranges;
  private final MutableRecordAndPosition<RowData> record = new MutableRecordAndPosition<>();
  private int next;

  /** Of the range that the next row is in, its number in the row group and the range's end. */
  private long row;

  private long rangeEnd;

  ViewedRows(RowViews.Rows rows, ScannedColumns scanned) {
    this.rows = rows;
    this.rowGroupStart = scanned.rowGroupStart();
    this.ranges = scanned.rows().ranges().iterator();
  }

  @Override
  @Nullable
  public RecordAndPosition<RowData> next() {
    if (row == rangeEnd) {
      if (!ranges.hasNext()) {
        return null;
      }
      RowRanges.Range range = ranges.next();
      row = range.from();
      rangeEnd = range.to();
    }
    row++;
    record.set(rows.row(next++), rowGroupStart, row);
    return record;
  }

  /** Nothing is used again: rows may be kept. */
  @Override
  public void releaseBatch() {}
}
