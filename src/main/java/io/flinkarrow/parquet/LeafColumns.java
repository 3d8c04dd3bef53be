package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.BloomFilterSettings;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.LeafLayout.DictionaryIndexes;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.statistics.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The leaf columns of a schema with the settings that options give them. */
final class LeafColumns {

  private final ColumnWriterOptions options;
  private final int mostPageRows;
  private final boolean encrypted;

  private LeafColumns(ColumnWriterOptions options, int mostPageRows, boolean encrypted) {
    this.options = options;
    this.mostPageRows = mostPageRows;
    this.encrypted = encrypted;
  }

  /**
   * @param coverings columns behind the plan's
   * @return in schema order
   * @throws IllegalArgumentException if the options of one column name a path that the schema lacks
   *     or has twice, or an encoding that the column's physical type does not have
   */
  static List<LeafColumn> of(SchemaPlan plan, Coverings coverings, WriterOptions writerOptions) {
    ColumnWriterOptions options = writerOptions.columns;
    checkPaths(plan.leaves().stream().map(LeafField::descriptor).toList(), options);
    int leaves = plan.leaves().size();
    LeafColumns settings = of(writerOptions, leaves);
    List<LeafColumn> columns = new ArrayList<>();
    for (LeafField leaf : plan.leaves()) {
      boolean mayTry = !(leaf.layout() instanceof DictionaryIndexes);
      ColumnChoices own = options.ownChoices(names(leaf.descriptor()));
      columns.add(
          new LeafColumn(
              columns.size(),
              leaf.descriptor(),
              settings.settingsOf(leaf.descriptor(), own, mayTry)));
    }
    List<ColumnDescriptor> all = coverings.in(plan.parquetSchema()).getColumns();
    for (int ordinal = leaves; ordinal < all.size(); ordinal++) {
      ColumnEncryption encryption =
          columns.get(coverings.geometryOf(ordinal - leaves)).settings().encryption();
      columns.add(
          new LeafColumn(
              ordinal,
              all.get(ordinal),
              settings.settingsOf(
                  all.get(ordinal), new ColumnChoices(), options.all, true, encryption)));
    }
    return List.copyOf(columns);
  }

  /**
   * Those of a schema that files have already.
   *
   * @param dictionaryEncoded the fields at its top that Arrow has dictionary-encoded, as far as
   *     files say: their columns have no encoding but a dictionary's and PLAIN
   */
  static List<LeafColumn> of(
      MessageType schema, Set<String> dictionaryEncoded, WriterOptions writerOptions) {
    ColumnWriterOptions options = writerOptions.columns;
    List<ColumnDescriptor> leaves = SchemaColumns.of(schema);
    checkPaths(leaves, options);
    LeafColumns settings = of(writerOptions, leaves.size());
    List<LeafColumn> columns = new ArrayList<>();
    for (ColumnDescriptor leaf : leaves) {
      boolean mayTry = !dictionaryEncoded.contains(leaf.getPath()[0]);
      ColumnChoices own = options.ownChoices(names(leaf));
      ColumnChoices possible = mayTry ? own : own.withoutEncoding();
      columns.add(
          new LeafColumn(columns.size(), leaf, settings.settingsOf(leaf, possible, mayTry)));
    }
    return List.copyOf(columns);
  }

  private static LeafColumns of(WriterOptions options, int leaves) {
    ColumnWriterOptions ofColumns = options.columns;
    int mostPageRows =
        ofColumns.pageRowsChosen
            ? ofColumns.pageRows
            : ofColumns.profile.pageRows(leaves, options.rowGroupBytes());
    return new LeafColumns(ofColumns, mostPageRows, options.isEncrypted());
  }

  private static void checkPaths(List<ColumnDescriptor> leaves, ColumnWriterOptions options) {
    for (ColumnPath path : options.single().keySet()) {
      List<List<String>> named =
          leaves.stream().map(LeafColumns::names).filter(path::matches).toList();
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "Options are set for column '%s', which the schema does not have. Its leaf columns are: %s"
                .formatted(
                    path,
                    leaves.stream().map(leaf -> String.join(".", names(leaf))).sorted().toList()));
      }
      if (named.size() > 1) {
        throw new IllegalArgumentException(
            "Options are set for column '%s', which %d columns of the schema are called. Name one by %s"
                .formatted(
                    path,
                    named.size(),
                    named.stream()
                        .map(names -> ColumnPath.of(names.toArray(String[]::new)).text())
                        .toList()));
      }
    }
  }

  private static List<String> names(ColumnDescriptor leaf) {
    return List.of(leaf.getPath());
  }

  /**
   * Arrow C++ makes of columns that Arrow has dictionary-encoded such columns again, which it can
   * only from PLAIN pages and from those with a dictionary: nothing is tried on them.
   */
  private ColumnSettings settingsOf(ColumnDescriptor leaf, ColumnChoices own, boolean mayTry) {
    ColumnChoices choices = options.all.copy().override(own.withoutDictionaryIfEncoded());
    return settingsOf(leaf, own, choices, mayTry, encryptionOf(leaf, choices));
  }

  private ColumnSettings settingsOf(
      ColumnDescriptor descriptor,
      ColumnChoices own,
      ColumnChoices choices,
      boolean mayTry,
      ColumnEncryption encryption) {
    boolean byTrial =
        options.profile == WriterProfile.COMPACT && choices.encoding() == null && mayTry;
    return new ColumnSettings(
        choices.codec().codec(),
        choices.codec().level(),
        choices.dictionary(),
        choices.dictionaryBytes(),
        encodingOf(descriptor, choices),
        byTrial,
        choices.pageBytes(),
        mostPageRows,
        choices.statisticsSettings(floatingPointOrderOf(descriptor, own, choices)),
        options.checksums,
        encryption,
        choices.pageVersion(),
        choices.distinctCounts(),
        bloomFilterOf(descriptor, own, choices));
  }

  @Nullable
  private static BloomFilterSettings bloomFilterOf(
      ColumnDescriptor column, ColumnChoices own, ColumnChoices choices) {
    if (column.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN) {
      return choices.bloomFilter() ? choices.bloomFilterSettings() : null;
    }
    if (Boolean.TRUE.equals(own.bloomFilter())) {
      throw new IllegalArgumentException(
          "A Bloom filter is configured for column '%s', but BOOLEAN columns have none: two values are soon found in all row groups. Leave it out"
              .formatted(String.join(".", column.getPath())));
    }
    return null;
  }

  private static FloatingPointOrder floatingPointOrderOf(
      ColumnDescriptor column, ColumnChoices own, ColumnChoices choices) {
    if (ValueOrder.isFloatingPoint(column.getPrimitiveType())) {
      return choices.floatingPointOrder();
    }
    if (own.floatingPointOrder() != null) {
      throw new IllegalArgumentException(
          "The floating point order %s is configured for column '%s', whose type is %s. Leave it out"
              .formatted(
                  own.floatingPointOrder(),
                  String.join(".", column.getPath()),
                  column.getPrimitiveType()));
    }
    return FloatingPointOrder.TYPE_DEFINED;
  }

  private ColumnEncryption encryptionOf(ColumnDescriptor leaf, ColumnChoices choices) {
    ColumnEncryption chosen = choices.encryption();
    if (!encrypted) {
      if (chosen != null) {
        throw new IllegalArgumentException(
            "Encryption %s configured for column '%s', but files are not encrypted: set encryption with a keyProvider"
                .formatted(chosen, String.join(".", names(leaf))));
      }
      return ColumnEncryption.NONE;
    }
    return chosen == null ? ColumnEncryption.FOOTER_KEY : chosen;
  }

  private static ValueEncoding encodingOf(ColumnDescriptor column, ColumnChoices choices) {
    ValueEncoding encoding = choices.encoding();
    PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
    if (encoding != null && !encoding.isFor(type)) {
      throw new IllegalArgumentException(
          "Encoding %s configured for column '%s', whose type %s does not have it. Choose one of %s"
              .formatted(
                  encoding, String.join(".", column.getPath()), type, ValueEncoding.allFor(type)));
    }
    return encoding == null ? ValueEncoding.PLAIN : encoding;
  }
}
