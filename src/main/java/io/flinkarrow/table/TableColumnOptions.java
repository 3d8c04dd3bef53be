package io.flinkarrow.table;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.ValueEncoding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a single leaf column: {@code column.<path>.<setting>}, where the path is the
 * column's in the Parquet schema, such as {@code tags.list.element}.
 *
 * @param path dotted, as the option names it; the schema may not have it
 */
record TableColumnOptions(String path) {

  private static final String PREFIX = "column.";

  /** The column that an option is for; none if the option is not a column's. */
  static Optional<TableColumnOptions> of(String option) {
    int end = option.lastIndexOf('.');
    if (!option.startsWith(PREFIX) || end <= PREFIX.length()) {
      return Optional.empty();
    }
    TableColumnOptions column = new TableColumnOptions(option.substring(PREFIX.length(), end));
    return Optional.of(column).filter(found -> found.keys().contains(option));
  }

  ConfigOption<CompressionCodec> codec() {
    return option("codec").enumType(CompressionCodec.class).noDefaultValue();
  }

  ConfigOption<Integer> compressionLevel() {
    return option("compression-level").intType().noDefaultValue();
  }

  ConfigOption<GeometryCovering> covering() {
    return option("covering").enumType(GeometryCovering.class).noDefaultValue();
  }

  ConfigOption<Boolean> dictionary() {
    return option("dictionary").booleanType().noDefaultValue();
  }

  ConfigOption<MemorySize> dictionaryBytes() {
    return option("dictionary-bytes").memoryType().noDefaultValue();
  }

  ConfigOption<MemorySize> pageBytes() {
    return option("page-bytes").memoryType().noDefaultValue();
  }

  ConfigOption<ValueEncoding> encoding() {
    return option("encoding").enumType(ValueEncoding.class).noDefaultValue();
  }

  ConfigOption<String> geometryMetadata() {
    return option("geometry-metadata").stringType().noDefaultValue();
  }

  ConfigOption<String> coordinateReferenceSystem() {
    return option("coordinate-reference-system").stringType().noDefaultValue();
  }

  ConfigOption<ColumnEncryption> encryption() {
    return option("encryption").enumType(ColumnEncryption.class).noDefaultValue();
  }

  ConfigOption<PageVersion> pageVersion() {
    return option("page-version").enumType(PageVersion.class).noDefaultValue();
  }

  ConfigOption<Boolean> distinctCounts() {
    return option("distinct-counts").booleanType().noDefaultValue();
  }

  BloomFilterOptions bloomFilter() {
    return BloomFilterOptions.of(PREFIX + path + ".");
  }

  ConfigOption<StatisticsLevel> statistics() {
    return option("statistics").enumType(StatisticsLevel.class).noDefaultValue();
  }

  ConfigOption<Integer> boundsLength() {
    return option("bounds-length").intType().noDefaultValue();
  }

  ConfigOption<FloatingPointOrder> floatingPointOrder() {
    return option("floating-point-order").enumType(FloatingPointOrder.class).noDefaultValue();
  }

  /** The names of all options that this column has. */
  List<String> keys() {
    Stream<ConfigOption<?>> own =
        Stream.of(
            codec(),
            compressionLevel(),
            covering(),
            dictionary(),
            dictionaryBytes(),
            encoding(),
            geometryMetadata(),
            coordinateReferenceSystem(),
            pageBytes(),
            encryption(),
            pageVersion(),
            distinctCounts(),
            statistics(),
            boundsLength(),
            floatingPointOrder());
    return Stream.concat(own, bloomFilter().options().stream()).map(ConfigOption::key).toList();
  }

  private ConfigOptions.OptionBuilder option(String setting) {
    return ConfigOptions.key(PREFIX + path + "." + setting);
  }
}
