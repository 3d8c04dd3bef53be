package io.flinkarrow.table;

import io.flinkarrow.parquet.SchemaOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.read.DecryptionOptions;
import io.flinkarrow.read.ReadLimits;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * The format's options of one table, translated for writer and reader. All are checked when it is
 * made; messages name the table and the option as the user wrote it.
 */
final class TableOptions {

  private final FormatOptions options;
  private final ClassLoader userClasses;

  /**
   * @param options the table's, without the format's prefix
   * @param userClasses finds classes that options name
   * @throws ValidationException if one of them is not known, or has a value it can't have
   */
  TableOptions(String tableName, ReadableConfig options, ClassLoader userClasses) {
    this.userClasses = userClasses;
    this.options = new FormatOptions(tableName, ArrowParquetOptions.PREFIX, options);
    this.options.names().forEach(this::checkName);
    writerOptions(Long.MAX_VALUE);
    utcTimezone();
    readLimits();
  }

  /** How timestamps are read. */
  boolean utcTimezone() {
    return options
        .value(ArrowParquetOptions.UTC_TIMEZONE)
        .orElseGet(ArrowParquetOptions.UTC_TIMEZONE::defaultValue);
  }

  /** How many of all files are verified. */
  double verifyShare() {
    return options
        .value(ArrowParquetOptions.VERIFY_SHARE)
        .orElseGet(ArrowParquetOptions.VERIFY_SHARE::defaultValue);
  }

  /** How files are read with the table's keys, if it has some. */
  Optional<Consumer<DecryptionOptions>> decryption() {
    return new TableEncryption(options, userClasses).decryption();
  }

  /** The reader's limits. */
  ReadLimits readLimits() {
    ReadLimits.Builder builder = ReadLimits.builder();
    options.set(
        ArrowParquetOptions.MAXIMUM_METADATA_BYTES,
        size -> builder.maximumMetadataBytes(FormatOptions.bytesOfOneArray(size)));
    options.set(ArrowParquetOptions.MAXIMUM_DEPTH, builder::maximumDepth);
    options.set(
        ArrowParquetOptions.MAXIMUM_PAGE_BYTES, size -> builder.maximumPageBytes(size.getBytes()));
    options.set(
        ArrowParquetOptions.MAXIMUM_ROW_BYTES, size -> builder.maximumRowBytes(size.getBytes()));
    options.set(
        TableReadingOptions.MAXIMUM_HELD_BYTES, size -> builder.maximumHeldBytes(size.getBytes()));
    return builder.build();
  }

  /**
   * The writer's options.
   *
   * @param mostRowGroupBytes what a row group gets if the table asks for more
   */
  WriterOptions writerOptions(long mostRowGroupBytes) {
    WriterOptions.Builder builder = WriterOptions.builder();
    options.value(ArrowParquetOptions.PROFILE).ifPresent(builder::profile);
    setCodec(builder);
    options.value(ArrowParquetOptions.DICTIONARY).ifPresent(builder::dictionary);
    options.set(
        ArrowParquetOptions.DICTIONARY_BYTES,
        size -> builder.dictionaryBytes(bytesOfOnePage(size)));
    options.set(ArrowParquetOptions.PAGE_BYTES, size -> builder.pageBytes(bytesOfOnePage(size)));
    options.set(
        ArrowParquetOptions.PAGE_VERSION,
        version -> builder.columns(all -> all.pageVersion(version)));
    options.set(
        ArrowParquetOptions.DISTINCT_COUNTS,
        enabled -> builder.columns(all -> all.distinctCounts(enabled)));
    builder.columns(all -> BloomFilterOptions.ALL.set(options, all));
    options.set(ArrowParquetOptions.PAGE_ROWS, builder::pageRows);
    builder.columns(
        all -> {
          options.set(ArrowParquetOptions.STATISTICS, all::statistics);
          options.set(ArrowParquetOptions.BOUNDS_LENGTH, all::boundsLength);
          options.set(TableStatisticsOptions.FLOATING_POINT_ORDER, all::floatingPointOrder);
        });
    options.set(
        ArrowParquetOptions.ROW_GROUP_BYTES, size -> builder.rowGroupBytes(size.getBytes()));
    builder.rowGroupBytes(Math.min(builder.build().rowGroupBytes(), mostRowGroupBytes));
    options.set(ArrowParquetOptions.ROW_GROUP_ROWS, builder::rowGroupRows);
    options.set(
        ArrowParquetOptions.MAXIMUM_ROW_BYTES, size -> builder.maximumRowBytes(size.getBytes()));
    options.set(
        ArrowParquetOptions.MEMORY_BUDGET_BYTES,
        size -> builder.memoryBudgetBytes(size.getBytes()));
    options.value(ArrowParquetOptions.CHECKSUMS).ifPresent(builder::checksums);
    options.value(ArrowParquetOptions.INT96_TIMESTAMPS).ifPresent(builder::int96Timestamps);
    options.value(ArrowParquetOptions.FILE_CHECKSUMS).ifPresent(builder::fileChecksums);
    options.value(ArrowParquetOptions.GEOMETRY).ifPresent(builder::geometry);
    builder.schema(this::setSchema);
    options.set(
        ArrowParquetOptions.KEY_VALUE_METADATA,
        entries -> entries.forEach(builder::keyValueMetadata));
    new TableEncryption(options, userClasses).set(builder);
    options.set(
        ArrowParquetOptions.ENCRYPTION,
        encryption -> builder.columns(all -> all.encryption(encryption)));
    columns().forEach(path -> setColumn(builder, new TableColumnOptions(path)));
    return builder.build();
  }

  /** What the table asks for; empty if it does not. */
  Optional<MemorySize> rowGroupBytes() {
    return options.value(ArrowParquetOptions.ROW_GROUP_BYTES);
  }

  private void setCodec(WriterOptions.Builder builder) {
    CompressionCodec codec = codec();
    builder.codec(codec);
    options.set(ArrowParquetOptions.COMPRESSION_LEVEL, level -> builder.codec(codec, level));
  }

  private CompressionCodec codec() {
    return options.value(ArrowParquetOptions.CODEC).orElse(WriterOptions.DEFAULT_CODEC);
  }

  private void setSchema(SchemaOptions schema) {
    options.set(TableSchemaOptions.TIMESTAMP_UNIT, schema::timestampUnit);
    options.set(TableSchemaOptions.TRUNCATE_TIMESTAMPS, schema::truncateTimestamps);
    options.set(TableSchemaOptions.FIXED_LENGTH_DECIMALS, schema::fixedLengthDecimals);
    options.set(TableSchemaOptions.LIST_NAMES, schema::listNames);
    options.set(TableSchemaOptions.ARROW_SCHEMA, schema::arrowSchema);
    options.set(
        TableSchemaOptions.SORTING_COLUMNS,
        columns ->
            schema.sortingColumns(
                columns.stream().map(SortingColumn::parse).toArray(SortingColumn[]::new)));
    options.set(TableSchemaOptions.UNSORTED_ROWS, schema::unsortedRows);
    options.set(TableSchemaOptions.CREATED_BY, schema::createdBy);
  }

  private void setColumn(WriterOptions.Builder builder, TableColumnOptions column) {
    CompressionCodec codec = options.value(column.codec()).orElseGet(this::codec);
    builder.column(
        pathOf(column),
        chosen -> {
          options.set(column.codec(), chosen::codec);
          options.set(column.compressionLevel(), level -> chosen.codec(codec, level));
          options.set(column.covering(), chosen::covering);
          options.set(column.dictionary(), chosen::dictionary);
          options.set(
              column.dictionaryBytes(), size -> chosen.dictionaryBytes(bytesOfOnePage(size)));
          options.set(column.encoding(), chosen::encoding);
          options.set(column.geometryMetadata(), chosen::geometryMetadata);
          options.set(column.coordinateReferenceSystem(), chosen::coordinateReferenceSystem);
          options.set(column.encryption(), chosen::encryption);
          options.set(column.pageBytes(), size -> chosen.pageBytes(bytesOfOnePage(size)));
          options.set(column.pageVersion(), chosen::pageVersion);
          options.set(column.distinctCounts(), chosen::distinctCounts);
          column.bloomFilter().set(options, chosen);
          options.set(column.statistics(), chosen::statistics);
          options.set(column.boundsLength(), chosen::boundsLength);
          options.set(column.floatingPointOrder(), chosen::floatingPointOrder);
        });
  }

  private ColumnPath pathOf(TableColumnOptions column) {
    try {
      return new ColumnPath(column.path());
    } catch (IllegalArgumentException e) {
      throw TableFailure.of("%s: %s".formatted(options.tableName(), e.getMessage()), e);
    }
  }

  private Set<String> columns() {
    return options.names().stream()
        .flatMap(name -> TableColumnOptions.of(name).stream())
        .map(TableColumnOptions::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int bytesOfOnePage(MemorySize size) {
    if (size.getBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("at most 1 gb is possible");
    }
    return (int) size.getBytes();
  }

  private void checkName(String name) {
    if (!isKnown(name)) {
      throw options.unknown(name, ArrowParquetOptions.names(pathIn(name)));
    }
  }

  private static boolean isKnown(String name) {
    return name.startsWith(ArrowParquetOptions.KEY_VALUE_METADATA.key() + ".")
        || TableColumnOptions.of(name).isPresent()
        || ArrowParquetOptions.all().stream().anyMatch(option -> option.key().equals(name));
  }

  /** What could be meant as a column's path. */
  private static String pathIn(String name) {
    int start = name.indexOf('.') + 1;
    int end = name.lastIndexOf('.');
    String path = end < start ? name.substring(start) : name.substring(start, end);
    return start == 0 || path.isEmpty() ? "<path>" : path;
  }
}
