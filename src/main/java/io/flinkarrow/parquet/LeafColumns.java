package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.LeafLayout.DictionaryIndexes;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The leaf columns of a schema with the settings that options give them. */
final class LeafColumns {

  /** Minima and maxima of binary columns are truncated to this many bytes. */
  private static final int STATISTICS_BYTES = 64;

  private final ColumnWriterOptions options;

  private LeafColumns(ColumnWriterOptions options) {
    this.options = options;
  }

  /**
   * @return in schema order
   * @throws IllegalArgumentException if a per-column setting names a path that the schema lacks, or
   *     an encoding that the column's physical type does not have
   */
  static List<LeafColumn> of(SchemaPlan plan, WriterOptions writerOptions) {
    ColumnWriterOptions options = writerOptions.columns;
    LeafColumns settings = new LeafColumns(options);
    List<LeafColumn> columns = new ArrayList<>();
    Set<String> paths = new TreeSet<>();
    int leaves = plan.leaves().size();
    int mostPageRows =
        options.pageRowsChosen
            ? options.pageRows
            : options.profile.pageRows(leaves, writerOptions.rowGroupBytes());
    for (LeafField leaf : plan.leaves()) {
      ColumnDescriptor descriptor = leaf.descriptor();
      String path = String.join(".", descriptor.getPath());
      paths.add(path);
      boolean dictionaryEncoded = leaf.layout() instanceof DictionaryIndexes;
      columns.add(
          new LeafColumn(
              columns.size(),
              descriptor,
              settings.settingsOf(path, dictionaryEncoded, mostPageRows)));
      settings.checkEncoding(path, descriptor.getPrimitiveType().getPrimitiveTypeName());
    }
    OptionChecks.paths("Codec", options.columnCodecs.keySet(), paths);
    OptionChecks.paths("Dictionary", options.columnDictionaries.keySet(), paths);
    OptionChecks.paths("Encoding", options.columnEncodings.keySet(), paths);
    return List.copyOf(columns);
  }

  /**
   * Arrow C++ makes of columns that Arrow has dictionary-encoded such columns again, which it can
   * only from PLAIN pages and from those with a dictionary: nothing is tried on them.
   */
  private ColumnSettings settingsOf(String path, boolean dictionaryEncoded, int mostPageRows) {
    CodecChoice codec = options.columnCodecs.getOrDefault(path, options.codec);
    boolean hasEncoding = options.columnEncodings.containsKey(path);
    boolean byTrial =
        options.profile == WriterProfile.COMPACT && !hasEncoding && !dictionaryEncoded;
    return new ColumnSettings(
        codec.codec(),
        codec.level(),
        options.columnDictionaries.getOrDefault(path, options.dictionary && !hasEncoding),
        options.dictionaryBytes,
        options.columnEncodings.getOrDefault(path, ValueEncoding.PLAIN),
        byTrial,
        options.pageBytes,
        mostPageRows,
        STATISTICS_BYTES,
        options.checksums);
  }

  private void checkEncoding(String path, PrimitiveTypeName type) {
    ValueEncoding encoding = options.columnEncodings.get(path);
    if (encoding != null && !encoding.isFor(type)) {
      throw new IllegalArgumentException(
          "Encoding %s configured for column '%s', whose type %s does not have it. Choose one of %s"
              .formatted(encoding, path, type, ValueEncoding.allFor(type)));
    }
  }
}
