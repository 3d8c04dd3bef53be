package io.flinkarrow.read;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.pruning.ColumnExtremes;
import io.flinkarrow.parquet.predicate.pruning.ColumnExtremes.Kind;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.plan.stats.ColumnStats;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.schema.MessageType;

/**
 * What the footers of a table's files say of it, for a planner, which waits for them. Of many files
 * some footers are read, and the others are taken for similar.
 */
public final class FootersOfTable {

  /** Each costs one or two requests to a store. */
  private static final int MAXIMUM_FILES = 32;

  private final Map<String, LogicalType> columns;
  private final boolean utcTimezone;
  private final ReadLimits limits;
  @Nullable private final DecryptionSettings decryption;
  private final Map<String, ColumnExtremes> extremes = new HashMap<>();
  private final Map<String, Long> nulls = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private long rows;

  private FootersOfTable(
      RowType columns,
      boolean utcTimezone,
      ReadLimits limits,
      @Nullable DecryptionSettings decryption) {
    this.columns =
        columns.getFields().stream()
            .collect(Collectors.toMap(RowType.RowField::getName, RowType.RowField::getType));
    this.utcTimezone = utcTimezone;
    this.limits = limits;
    this.decryption = decryption;
    for (String column : this.columns.keySet()) {
      nulls.put(column, 0L);
      extremes.put(column, new ColumnExtremes());
    }
  }

  /**
   * Row count, and null counts of columns without fields or elements. Of numbers, dates and
   * timestamps without time zone also the least and the greatest value, unless footers are left
   * out.
   *
   * @param columns those asked for
   * @param utcTimezone as {@link ParquetRowFormat#withUtcTimezone} has it; timestamps that it moves
   *     are not told
   * @param decryption null if there are no keys
   * @throws IOException if a file is none of Parquet
   */
  public static TableStats statistics(
      List<Path> files,
      RowType columns,
      boolean utcTimezone,
      ReadLimits limits,
      @Nullable Consumer<DecryptionOptions> decryption)
      throws IOException {
    FootersOfTable footers =
        new FootersOfTable(
            columns,
            utcTimezone,
            limits,
            decryption == null ? null : DecryptionOptions.of(decryption));
    int read = Math.min(files.size(), MAXIMUM_FILES);
    for (int file = 0; file < read; file++) {
      footers.add(files.get((int) ((long) file * files.size() / read)));
    }
    if (read < files.size()) {
      footers.extremes.values().forEach(ColumnExtremes::addUnknown);
    }
    return footers.statistics(read == 0 ? 1 : (double) files.size() / read);
  }

  private void add(Path path) throws IOException {
    try (ParquetInput input = FileSystemInput.open(path)) {
      FileFooter footer =
          FileFooter.read(input, limits.maximumMetadataBytes(), limits.maximumDepth(), decryption);
      Map<String, Integer> leaves = leaves(footer.schema());
      for (RowGroupChunks group : footer.rowGroups()) {
        rows += group.rows();
        for (String column : columns.keySet()) {
          addNulls(column, group, footer.schema(), leaves.get(column));
        }
      }
      extremes.forEach((column, values) -> values.add(footer, column));
    }
  }

  /**
   * @param leaf the column's number among the leaf columns; null if it is none
   */
  private void addNulls(
      String column, RowGroupChunks group, MessageType schema, @Nullable Integer leaf) {
    if (leaf == null && !schema.containsField(column)) {
      nulls.merge(column, group.rows(), Long::sum);
      return;
    }
    ColumnChunk chunk = leaf != null && group.isHere(leaf) ? group.chunks().get(leaf) : null;
    if (chunk != null
        && chunk.getMeta_data().isSetStatistics()
        && chunk.getMeta_data().getStatistics().isSetNull_count()) {
      nulls.merge(column, chunk.getMeta_data().getStatistics().getNull_count(), Long::sum);
    } else {
      unknown.add(column);
    }
  }

  /** The columns at the top that have values of their own. */
  private static Map<String, Integer> leaves(MessageType schema) {
    Map<String, Integer> leaves = new HashMap<>();
    List<ColumnDescriptor> columns = SchemaColumns.of(schema);
    for (int leaf = 0; leaf < columns.size(); leaf++) {
      String[] path = columns.get(leaf).getPath();
      if (path.length == 1) {
        leaves.put(path[0], leaf);
      }
    }
    return leaves;
  }

  private TableStats statistics(double share) {
    Map<String, ColumnStats> statistics = new HashMap<>();
    columns.forEach(
        (column, type) -> {
          ColumnStats.Builder builder = new ColumnStats.Builder();
          if (!unknown.contains(column)) {
            builder.setNullCount(Math.min(scaled(rows, share), scaled(nulls.get(column), share)));
          }
          extremes
              .get(column)
              .extremes()
              .filter(values -> utcTimezone || values.kind() != Kind.TIMESTAMP)
              .flatMap(values -> PlannedExtremes.of(values, type))
              .ifPresent(values -> builder.setMin(values.least()).setMax(values.greatest()));
          statistics.put(column, builder.build());
        });
    return new TableStats(scaled(rows, share), statistics);
  }

  private static long scaled(long count, double share) {
    return Math.round(count * share);
  }
}
