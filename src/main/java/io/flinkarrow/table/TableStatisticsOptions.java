package io.flinkarrow.table;

import io.flinkarrow.parquet.options.FloatingPointOrder;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** More of {@link ArrowParquetOptions} that say which statistics all columns have. */
final class TableStatisticsOptions {

  static final ConfigOption<FloatingPointOrder> FLOATING_POINT_ORDER =
      ConfigOptions.key("floating-point-order")
          .enumType(FloatingPointOrder.class)
          .defaultValue(FloatingPointOrder.TYPE_DEFINED)
          .withDescription(
              "The order of floating point numbers in statistics: TYPE_DEFINED, or IEEE_754_TOTAL_ORDER, which keeps minima and maxima beside NaNs.");

  private TableStatisticsOptions() {}
}
