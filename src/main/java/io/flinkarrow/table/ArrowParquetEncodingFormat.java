package io.flinkarrow.table;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Gives a table's sink the factory of its files' writers.
 *
 * <p>In streaming mode Flink closes a file by the bytes in its stream, and sees none of a row group
 * that is still open. Row groups are then at most an eighth of the size that files shall have, so
 * that files get that size and at most a row group more. In batch mode Flink closes no file by
 * size.
 */
final class ArrowParquetEncodingFormat implements EncodingFormat<BulkWriter.Factory<RowData>> {

  private static final int LEAST_ROW_GROUPS = 8;

  private final String tableName;
  private final TableOptions options;
  private final long rollingFileBytes;

  ArrowParquetEncodingFormat(String tableName, TableOptions options, long rollingFileBytes) {
    this.tableName = tableName;
    this.options = options;
    this.rollingFileBytes = rollingFileBytes;
  }

  /**
   * @throws ValidationException if columns of this type can't be written with the table's options
   */
  void check(DataType fileColumns) {
    factory(fileColumns, Long.MAX_VALUE);
  }

  @Override
  public BulkWriter.Factory<RowData> createRuntimeEncoder(
      DynamicTableSink.Context context, DataType fileColumns) {
    return context.isBounded()
        ? new BatchWriterFactory(factory(fileColumns, Long.MAX_VALUE))
        : factory(fileColumns, Math.max(1, rollingFileBytes / LEAST_ROW_GROUPS));
  }

  private ArrowParquetWriterFactory<RowData> factory(DataType fileColumns, long mostRowGroupBytes) {
    WriterOptions writerOptions = options.writerOptions(mostRowGroupBytes);
    try {
      return ArrowParquetWriterFactory.forRows(
          tableName, (RowType) fileColumns.getLogicalType(), writerOptions);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw TableFailure.of(tableName + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }
}
