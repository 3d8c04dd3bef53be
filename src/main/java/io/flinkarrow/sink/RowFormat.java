package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowParquetWriter;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Part files of rows of one type. */
final class RowFormat implements PartFileFormat<RowData> {

  private static final long serialVersionUID = 1L;

  private final String tableName;
  private final RowType rowType;
  private final WriterOptions options;

  /**
   * @throws RuntimeException if a file of this type can't be written with these options
   */
  RowFormat(String tableName, RowType rowType, WriterOptions options) {
    this.tableName = Objects.requireNonNull(tableName, "tableName");
    this.rowType = Objects.requireNonNull(rowType, "rowType");
    this.options = Objects.requireNonNull(options, "options");
    RowParquetWriter.open(OutputStream.nullOutputStream(), tableName, rowType, options).close();
  }

  @Override
  public BulkWriter<RowData> open(FSDataOutputStream out, OpenWriters openWriters) {
    return new RowBulkWriter(out, tableName, rowType, options, openWriters);
  }
}
