package io.flinkarrow.table;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a table's sink the factory of its files' writers.
 *
 * <p>In streaming mode Flink closes a file by the bytes in its stream, and sees none of a row group
 * that is still open. Row groups are then at most an eighth of the size that files shall have, so
 * that files get that size and at most a row group more; a table that asks for more is told so in
 * the log of whoever plans the statement. In batch mode Flink closes no file by size.
 */
final class ArrowParquetEncodingFormat implements EncodingFormat<BulkWriter.Factory<RowData>> {

  private static final Logger LOG = LoggerFactory.getLogger(ArrowParquetEncodingFormat.class);

  private static final int MINIMUM_ROW_GROUPS = 8;

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
    if (context.isBounded()) {
      return new BatchWriterFactory(factory(fileColumns, Long.MAX_VALUE));
    }
    long mostRowGroupBytes = Math.max(1, rollingFileBytes / MINIMUM_ROW_GROUPS);
    options
        .rowGroupBytes()
        .filter(asked -> asked.getBytes() > mostRowGroupBytes)
        .ifPresent(asked -> warnOfSmallerRowGroups(asked, mostRowGroupBytes));
    return factory(fileColumns, mostRowGroupBytes);
  }

  private void warnOfSmallerRowGroups(MemorySize asked, long mostRowGroupBytes) {
    LOG.warn(
        "Table {}: in streaming mode row groups end at {}, not at the {} of '{}{}', because they"
            + " get at most an eighth of '{}' = {}. For row groups as large as asked, set it to at"
            + " least {}",
        tableName,
        new MemorySize(mostRowGroupBytes),
        asked,
        ArrowParquetOptions.PREFIX,
        ArrowParquetOptions.ROW_GROUP_BYTES.key(),
        FileSystemConnectorOptions.SINK_ROLLING_POLICY_FILE_SIZE.key(),
        new MemorySize(rollingFileBytes),
        asked.multiply(MINIMUM_ROW_GROUPS));
  }

  private ArrowParquetWriterFactory<RowData> factory(DataType fileColumns, long mostRowGroupBytes) {
    WriterOptions writerOptions = options.writerOptions(mostRowGroupBytes);
    try {
      return ArrowParquetWriterFactory.verifying(
          ArrowParquetWriterFactory.forRows(
              tableName, (RowType) fileColumns.getLogicalType(), writerOptions),
          options.verifyShare());
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw TableFailure.of(tableName + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }
}
