package io.flinkarrow.table;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.column.CompressionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * The format's options of one table, translated for the writer. All are checked when it is made;
 * messages name the table and the option as the user wrote it.
 */
final class TableOptions {

  private static final int MOST_SUGGESTIONS = 3;

  private final String tableName;
  private final ReadableConfig options;

  /**
   * @param options the table's, without the format's prefix
   * @throws ValidationException if one of them is not known, or has a value it can't have
   */
  TableOptions(String tableName, ReadableConfig options) {
    this.tableName = tableName;
    this.options = options;
    options.toMap().keySet().stream().sorted().forEach(this::checkName);
    writerOptions(Long.MAX_VALUE);
  }

  /**
   * The writer's options.
   *
   * @param mostRowGroupBytes what a row group gets if the table asks for more
   */
  WriterOptions writerOptions(long mostRowGroupBytes) {
    WriterOptions.Builder builder = WriterOptions.builder();
    value(ArrowParquetOptions.PROFILE).ifPresent(builder::profile);
    setCodec(builder);
    value(ArrowParquetOptions.DICTIONARY).ifPresent(builder::dictionary);
    set(
        ArrowParquetOptions.DICTIONARY_BYTES,
        size -> builder.dictionaryBytes(bytesOfOnePage(size)));
    set(ArrowParquetOptions.PAGE_BYTES, size -> builder.pageBytes(bytesOfOnePage(size)));
    set(ArrowParquetOptions.PAGE_ROWS, builder::pageRows);
    set(ArrowParquetOptions.ROW_GROUP_BYTES, size -> builder.rowGroupBytes(size.getBytes()));
    builder.rowGroupBytes(Math.min(builder.build().rowGroupBytes(), mostRowGroupBytes));
    set(ArrowParquetOptions.ROW_GROUP_ROWS, builder::rowGroupRows);
    set(
        ArrowParquetOptions.MEMORY_BUDGET_BYTES,
        size -> builder.memoryBudgetBytes(size.getBytes()));
    value(ArrowParquetOptions.CHECKSUMS).ifPresent(builder::checksums);
    value(ArrowParquetOptions.INT96_TIMESTAMPS).ifPresent(builder::int96Timestamps);
    set(
        ArrowParquetOptions.KEY_VALUE_METADATA,
        entries -> entries.forEach(builder::keyValueMetadata));
    columns().forEach(path -> setColumn(builder, new ColumnOptions(path)));
    return builder.build();
  }

  private void setCodec(WriterOptions.Builder builder) {
    CompressionCodec codec = codec();
    builder.codec(codec);
    set(ArrowParquetOptions.COMPRESSION_LEVEL, level -> builder.codec(codec, level));
  }

  private CompressionCodec codec() {
    return value(ArrowParquetOptions.CODEC).orElse(WriterOptions.DEFAULT_CODEC);
  }

  private void setColumn(WriterOptions.Builder builder, ColumnOptions column) {
    String path = column.path();
    CompressionCodec codec = value(column.codec()).orElseGet(this::codec);
    set(column.codec(), chosen -> builder.columnCodec(path, chosen));
    set(column.compressionLevel(), level -> builder.columnCodec(path, codec, level));
    set(column.dictionary(), enabled -> builder.columnDictionary(path, enabled));
    set(column.encoding(), encoding -> builder.columnEncoding(path, encoding));
  }

  private Set<String> columns() {
    return options.toMap().keySet().stream()
        .flatMap(name -> ColumnOptions.of(name).stream())
        .map(ColumnOptions::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private interface Setter<T> {
    void set(T value);
  }

  private <T> void set(ConfigOption<T> option, Setter<T> setter) {
    try {
      options.getOptional(option).ifPresent(setter::set);
    } catch (IllegalArgumentException e) {
      throw new ValidationException(
          "Table %s, option %s: %s".formatted(tableName, shown(option), reason(e)), e);
    }
  }

  /** Entries of a map each have a key of their own, and the map none. */
  private String shown(ConfigOption<?> option) {
    String key = "'" + prefixed(option.key()) + "'";
    String value = options.toMap().get(option.key());
    return value == null ? key : key + " = '" + value + "'";
  }

  private <T> Optional<T> value(ConfigOption<T> option) {
    List<T> values = new ArrayList<>(1);
    set(option, values::add);
    return values.stream().findFirst();
  }

  /** Flink says what could not be read, and only in the cause why. */
  private static String reason(IllegalArgumentException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage().startsWith("For input string")
        ? "expected a whole number"
        : cause.getMessage();
  }

  private static int bytesOfOnePage(MemorySize size) {
    if (size.getBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("at most 1 gb is possible");
    }
    return (int) size.getBytes();
  }

  private void checkName(String name) {
    if (isKnown(name)) {
      return;
    }
    List<String> known = ArrowParquetOptions.names(pathIn(name));
    throw new ValidationException(
        "Table %s has the option '%s', which the format does not know. Nearest to it are: %s"
            .formatted(
                tableName,
                prefixed(name),
                NearestNames.of(name, known, MOST_SUGGESTIONS).stream()
                    .map(TableOptions::prefixed)
                    .collect(Collectors.joining(", "))));
  }

  private static boolean isKnown(String name) {
    return name.startsWith(ArrowParquetOptions.KEY_VALUE_METADATA.key() + ".")
        || ColumnOptions.of(name).isPresent()
        || ArrowParquetOptions.all().stream().anyMatch(option -> option.key().equals(name));
  }

  /** What could be meant as a column's path. */
  private static String pathIn(String name) {
    int start = name.indexOf('.') + 1;
    int end = name.lastIndexOf('.');
    String path = end < start ? name.substring(start) : name.substring(start, end);
    return start == 0 || path.isEmpty() ? "<path>" : path;
  }

  private static String prefixed(String name) {
    return ArrowParquetOptions.PREFIX + name;
  }
}
