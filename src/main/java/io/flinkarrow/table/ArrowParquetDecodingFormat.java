package io.flinkarrow.table;

import io.flinkarrow.read.ParquetRowFormat;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.table.format.BulkDecodingFormat;
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

  @Override
  public BulkFormat<RowData, FileSourceSplit> createRuntimeDecoder(
      DynamicTableSource.Context context, DataType fileColumns, int[][] projections) {
    DataType produced = Projection.of(projections).project(fileColumns);
    return new ParquetRowFormat(
        (RowType) produced.getLogicalType(), context.createTypeInformation(produced));
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }
}
