package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowParquetWriter;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A part file of rows. Registry and metrics are told of rows when they are encoded, some thousand
 * at a time, and when the buffers they wait in have grown: to do so for each row would cost as much
 * as writing it.
 */
final class RowBulkWriter extends PartFileBulkWriter<RowData, RowParquetWriter> {

  private final String tableName;
  private final RowType rowType;
  private final WriterOptions options;
  private long countedNanos;

  RowBulkWriter(
      FSDataOutputStream out,
      String tableName,
      RowType rowType,
      WriterOptions options,
      OpenWriters openWriters) {
    super(out, openWriters);
    this.tableName = tableName;
    this.rowType = rowType;
    this.options = options;
  }

  @Override
  void check(RowData row) {}

  @Override
  boolean hasSchema() {
    return true;
  }

  @Override
  RowParquetWriter open(FSDataOutputStream stream) {
    return RowParquetWriter.open(stream, tableName, rowType, options);
  }

  @Override
  boolean write(RowParquetWriter file, RowData row, SinkMetrics metrics) throws IOException {
    boolean changed = file.write(row);
    if (changed) {
      metrics.countEncodeTime(file.encodeNanos() - countedNanos);
      countedNanos = file.encodeNanos();
    }
    return changed;
  }
}
