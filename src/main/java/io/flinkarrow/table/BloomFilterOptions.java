package io.flinkarrow.table;

import io.flinkarrow.parquet.ColumnOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Those of {@link ArrowParquetOptions} that say how the Bloom filters of all columns are. */
final class BloomFilterOptions {

  static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("bloom-filter")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether row groups have Bloom filters, for readers to skip by.");

  static final ConfigOption<Double> FALSE_POSITIVE_PROBABILITY =
      ConfigOptions.key("bloom-filter-false-positive-probability")
          .doubleType()
          .defaultValue(ColumnOptions.DEFAULT_BLOOM_FILTER_FALSE_POSITIVE_PROBABILITY)
          .withDescription("How often a Bloom filter may claim a value wrongly.");

  static final ConfigOption<Long> DISTINCT_VALUES =
      ConfigOptions.key("bloom-filter-distinct-values")
          .longType()
          .defaultValue(0L)
          .withDescription("What a Bloom filter has room for; 0 for the values there are.");

  static final ConfigOption<MemorySize> BYTES =
      ConfigOptions.key("bloom-filter-bytes")
          .memoryType()
          .defaultValue(new MemorySize(ColumnOptions.DEFAULT_BLOOM_FILTER_BYTES))
          .withDescription("The largest Bloom filter, from 1 kb to 128 mb.");

  private BloomFilterOptions() {}

  static List<ConfigOption<?>> all() {
    return List.of(ENABLED, FALSE_POSITIVE_PROBABILITY, DISTINCT_VALUES, BYTES);
  }
}
