package io.flinkarrow.table;

import io.flinkarrow.read.ParquetRowFormat;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.table.format.BulkDecodingFormat;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Gives a table's source the reader of its files, for the columns that the query needs. */
final class ArrowParquetDecodingFormat
    implements BulkDecodingFormat<RowData>,
        ProjectableDecodingFormat<BulkFormat<RowData, FileSourceSplit>> {

  private final String tableName;
  private final TableOptions options;
  private final boolean discoversFiles;

  /**
   * @param discoversFiles whether the source goes on looking for files. Of one that it finds later,
   *     Flink reads the first split only.
   */
  ArrowParquetDecodingFormat(String tableName, TableOptions options, boolean discoversFiles) {
    this.tableName = tableName;
    this.options = options;
    this.discoversFiles = discoversFiles;
  }

  /**
   * @throws ValidationException if a column has a type that can't be read
   */
  @Override
  public BulkFormat<RowData, FileSourceSplit> createRuntimeDecoder(
      DynamicTableSource.Context context, DataType fileColumns, int[][] projections) {
    DataType produced = Projection.of(projections).project(fileColumns);
    try {
      return options.decrypting(
          new ParquetRowFormat(
                  (RowType) produced.getLogicalType(), context.createTypeInformation(produced))
              .withUtcTimezone(options.utcTimezone())
              .withLimits(options.readLimits())
              .withSplittableFiles(!discoversFiles)
              .withTableColumns(DataType.getFieldNames(fileColumns)));
    } catch (UnsupportedOperationException e) {
      throw TableFailure.of(tableName + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }
}
