package io.flinkarrow.table;

import io.flinkarrow.compatibility.SupportedFlink;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions;
import org.apache.flink.connector.file.table.factories.BulkReaderFormatFactory;
import org.apache.flink.connector.file.table.factories.BulkWriterFormatFactory;
import org.apache.flink.connector.file.table.format.BulkDecodingFormat;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.types.DataType;

/**
 * The format {@value ArrowParquetOptions#IDENTIFIER} of Flink's filesystem connector. Flink finds
 * it by its name in a table's options.
 *
 * <p>A statement that uses a table is refused before it runs if the table has an option of the
 * format that is unknown or has a value it can't have; and one that writes to it, also if a
 * column's type has no place in a Parquet file. Creating a table checks nothing: that is how Flink
 * does it.
 */
public final class ArrowParquetFormatFactory
    implements BulkReaderFormatFactory, BulkWriterFormatFactory {

  @Override
  public String factoryIdentifier() {
    return ArrowParquetOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  /** Those that have a name of their own; settings of single columns are options too. */
  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return new LinkedHashSet<>(ArrowParquetOptions.all());
  }

  /** All: none of them changes what operators a job has. */
  @Override
  public Set<ConfigOption<?>> forwardOptions() {
    return optionalOptions();
  }

  @Override
  public BulkDecodingFormat<RowData> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig formatOptions) {
    SupportedFlink.require();
    String tableName = tableName(context);
    return new ArrowParquetDecodingFormat(
        tableName,
        new TableOptions(tableName, formatOptions, context.getClassLoader()),
        DataType.getFieldNames(fileColumns(context)),
        discoversFiles(context));
  }

  @Override
  public EncodingFormat<BulkWriter.Factory<RowData>> createEncodingFormat(
      DynamicTableFactory.Context context, ReadableConfig formatOptions) {
    SupportedFlink.require();
    TableOptions options =
        new TableOptions(tableName(context), formatOptions, context.getClassLoader());
    ArrowParquetEncodingFormat format =
        new ArrowParquetEncodingFormat(tableName(context), options, rollingFileBytes(context));
    format.check(fileColumns(context));
    return format;
  }

  private static String tableName(DynamicTableFactory.Context context) {
    return context.getObjectIdentifier().asSummaryString();
  }

  private static Configuration tableOptions(DynamicTableFactory.Context context) {
    return Configuration.fromMap(context.getCatalogTable().getOptions());
  }

  private static boolean discoversFiles(DynamicTableFactory.Context context) {
    return tableOptions(context)
        .getOptional(FileSystemConnectorOptions.SOURCE_MONITOR_INTERVAL)
        .isPresent();
  }

  private static long rollingFileBytes(DynamicTableFactory.Context context) {
    return tableOptions(context)
        .get(FileSystemConnectorOptions.SINK_ROLLING_POLICY_FILE_SIZE)
        .getBytes();
  }

  /** Values of partition columns are in the names of directories, not in files. */
  private static DataType fileColumns(DynamicTableFactory.Context context) {
    List<String> partitionKeys = context.getCatalogTable().getPartitionKeys();
    Predicate<DataTypes.Field> inFiles = field -> !partitionKeys.contains(field.getName());
    return DataTypes.ROW(
        DataType.getFields(context.getPhysicalRowDataType()).stream().filter(inFiles).toList());
  }
}
