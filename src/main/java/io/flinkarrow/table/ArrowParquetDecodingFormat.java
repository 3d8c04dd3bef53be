package io.flinkarrow.table;

import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.read.FootersOfTable;
import io.flinkarrow.read.ParquetRowFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.table.format.BulkDecodingFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.FileBasedStatisticsReportableInputFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Gives a table's source the reader of its files, for the columns that the query needs. */
final class ArrowParquetDecodingFormat
    implements BulkDecodingFormat<RowData>,
        ProjectableDecodingFormat<BulkFormat<RowData, FileSourceSplit>>,
        FileBasedStatisticsReportableInputFormat {

  private final String tableName;
  private final TableOptions options;
  private final List<String> fileColumns;
  private final boolean discoversFiles;

  /** Of the scan that is planned. All scans of a table in a query may have one format. */
  private List<ResolvedExpression> filters = List.of();

  /**
   * @param fileColumns the names of the table's columns that are in files
   * @param discoversFiles whether the source goes on looking for files. Of one that it finds later,
   *     Flink reads the first split only.
   */
  ArrowParquetDecodingFormat(
      String tableName, TableOptions options, List<String> fileColumns, boolean discoversFiles) {
    this.tableName = tableName;
    this.options = options;
    this.fileColumns = fileColumns;
    this.discoversFiles = discoversFiles;
  }

  /** Flink gives a scan's conditions right before it asks for the scan's reader. */
  @Override
  public void applyFilters(List<ResolvedExpression> conditions) {
    filters = List.copyOf(conditions);
  }

  /**
   * @throws ValidationException if a column has a type that can't be read
   */
  @Override
  public BulkFormat<RowData, FileSourceSplit> createRuntimeDecoder(
      DynamicTableSource.Context context, DataType inFiles, int[][] projections) {
    DataType produced = Projection.of(projections).project(inFiles);
    List<Predicate> predicates =
        new FilterTranslation((RowType) inFiles.getLogicalType(), !options.utcTimezone())
            .predicates(filters);
    filters = List.of();
    try {
      ParquetRowFormat format =
          new ParquetRowFormat(
                  (RowType) produced.getLogicalType(), context.createTypeInformation(produced))
              .withUtcTimezone(options.utcTimezone())
              .withLimits(options.readLimits())
              .withSplittableFiles(!discoversFiles)
              .withTableColumns(fileColumns);
      ParquetRowFormat pruned =
          predicates.isEmpty() ? format : format.withPruning(Predicate.allOf(predicates));
      return options.decryption().map(pruned::withDecryption).orElse(pruned);
    } catch (UnsupportedOperationException e) {
      throw TableFailure.of(tableName + ": " + e.getMessage(), e);
    }
  }

  /** Flink asks when it plans a query in batch mode, and goes without if this fails. */
  @Override
  public TableStats reportStatistics(List<Path> files, DataType produced) {
    RowType columns =
        new RowType(
            ((RowType) produced.getLogicalType())
                .getFields().stream()
                    .filter(field -> fileColumns.contains(field.getName()))
                    .toList());
    try {
      return FootersOfTable.statistics(
          files,
          columns,
          options.utcTimezone(),
          options.readLimits(),
          options.decryption().orElse(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }
}
