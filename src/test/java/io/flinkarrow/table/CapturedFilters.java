package io.flinkarrow.table;

import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.read.ParquetRowFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.table.factories.BulkReaderFormatFactory;
import org.apache.flink.connector.file.table.format.BulkDecodingFormat;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** A format that reads nothing and keeps what the planner hands it, as predicates. */
public final class CapturedFilters implements BulkReaderFormatFactory {

  static final String IDENTIFIER = "captured-filters";

  /** Of the statement that was planned last. */
  private static final List<String> PREDICATES = new ArrayList<>();

  static List<String> take() {
    List<String> taken = List.copyOf(PREDICATES);
    PREDICATES.clear();
    return taken;
  }

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public BulkDecodingFormat<RowData> createDecodingFormat(
      DynamicTableFactory.Context table, ReadableConfig formatOptions) {
    RowType columns = (RowType) table.getPhysicalRowDataType().getLogicalType();
    return new BulkDecodingFormat<>() {
      @Override
      public void applyFilters(List<ResolvedExpression> filters) {
        PREDICATES.clear();
        new FilterTranslation(columns, false)
            .predicates(filters).stream().map(Predicate::toString).forEach(PREDICATES::add);
      }

      @Override
      public BulkFormat<RowData, FileSourceSplit> createRuntimeDecoder(
          DynamicTableSource.Context context, DataType produced) {
        return new ParquetRowFormat(
            (RowType) produced.getLogicalType(), context.createTypeInformation(produced));
      }

      @Override
      public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
      }
    };
  }
}
