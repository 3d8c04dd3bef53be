package io.flinkarrow.table;

import io.flinkarrow.parquet.ColumnOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The options that say how the Bloom filters of all columns are, or of one. */
record BloomFilterOptions(
    ConfigOption<Boolean> enabled,
    ConfigOption<Double> falsePositiveProbability,
    ConfigOption<Long> distinctValues,
    ConfigOption<MemorySize> bytes) {

  /** Those of all columns. */
  static final BloomFilterOptions ALL = of("");

  /**
   * @param prefix what their names begin with
   */
  static BloomFilterOptions of(String prefix) {
    return new BloomFilterOptions(
        ConfigOptions.key(prefix + "bloom-filter")
            .booleanType()
            .defaultValue(false)
            .withDescription("Whether row groups have Bloom filters, for readers to skip by."),
        ConfigOptions.key(prefix + "bloom-filter-false-positive-probability")
            .doubleType()
            .defaultValue(ColumnOptions.DEFAULT_BLOOM_FILTER_FALSE_POSITIVE_PROBABILITY)
            .withDescription("How often a Bloom filter may claim a value wrongly."),
        ConfigOptions.key(prefix + "bloom-filter-distinct-values")
            .longType()
            .defaultValue(0L)
            .withDescription("What a Bloom filter has room for; 0 for the values there are."),
        ConfigOptions.key(prefix + "bloom-filter-bytes")
            .memoryType()
            .defaultValue(new MemorySize(ColumnOptions.DEFAULT_BLOOM_FILTER_BYTES))
            .withDescription("The largest Bloom filter, from 1 kb to 128 mb."));
  }

  List<ConfigOption<?>> options() {
    return List.of(enabled, falsePositiveProbability, distinctValues, bytes);
  }

  /** Sets those that a table has. */
  void set(FormatOptions table, ColumnOptions columns) {
    table.set(enabled, columns::bloomFilter);
    table.set(falsePositiveProbability, columns::bloomFilterFalsePositiveProbability);
    table.set(distinctValues, columns::bloomFilterDistinctValues);
    table.set(bytes, size -> columns.bloomFilterBytes(FormatOptions.bytesOfOneArray(size)));
  }
}
