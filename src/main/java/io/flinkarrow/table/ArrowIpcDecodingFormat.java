package io.flinkarrow.table;

import io.flinkarrow.row.BatchRows;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Gives a table's source what makes rows of its messages, of the columns that are asked for. */
final class ArrowIpcDecodingFormat
    implements ProjectableDecodingFormat<DeserializationSchema<RowData>> {

  private final String tableName;
  private final PayloadOptions options;

  ArrowIpcDecodingFormat(String tableName, PayloadOptions options) {
    this.tableName = tableName;
    this.options = options;
  }

  /**
   * @param columns of the table, whichever the query needs
   * @throws ValidationException if a column has a type that nothing is read as
   */
  @Override
  public DeserializationSchema<RowData> createRuntimeDecoder(
      DynamicTableSource.Context context, DataType columns, int[][] projections) {
    DataType produced = Projection.of(projections).project(columns);
    RowType tableType = (RowType) columns.getLogicalType();
    RowType rowType = (RowType) produced.getLogicalType();
    try {
      BatchRows.requireReadable(options.policy().isPresent() ? tableType : rowType);
    } catch (UnsupportedOperationException e) {
      throw TableFailure.of(tableName + ": " + e.getMessage(), e);
    }
    return new PayloadRowsSchema(
        tableName, tableType, rowType, context.createTypeInformation(produced), options);
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }
}
