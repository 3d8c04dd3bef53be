package io.flinkarrow.table;

import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.options.UnsortedRows;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Those of {@link ArrowParquetOptions} that say how types become Parquet types, and what footers
 * say.
 */
final class TableSchemaOptions {

  static final ConfigOption<TimestampUnit> TIMESTAMP_UNIT =
      ConfigOptions.key("timestamp-unit")
          .enumType(TimestampUnit.class)
          .noDefaultValue()
          .withDescription("The unit of all timestamps: MILLIS, MICROS or NANOS.");

  static final ConfigOption<Boolean> TRUNCATE_TIMESTAMPS =
      ConfigOptions.key("truncate-timestamps")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether 'timestamp-unit' rounds down what is finer, or refuses it.");

  static final ConfigOption<Boolean> FIXED_LENGTH_DECIMALS =
      ConfigOptions.key("fixed-length-decimals")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether short decimals are not written as integers.");

  static final ConfigOption<ListNames> LIST_NAMES =
      ConfigOptions.key("list-names")
          .enumType(ListNames.class)
          .defaultValue(ListNames.STANDARD)
          .withDescription("What the groups below lists are called: STANDARD, ARROW or HIVE.");

  static final ConfigOption<Boolean> ARROW_SCHEMA =
      ConfigOptions.key("arrow-schema")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether files keep the Arrow schema for Arrow readers.");

  static final ConfigOption<List<String>> SORTING_COLUMNS =
      ConfigOptions.key("sorting-columns")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("What rows are sorted by: 'customer; time DESC NULLS LAST'.");

  static final ConfigOption<UnsortedRows> UNSORTED_ROWS =
      ConfigOptions.key("unsorted-rows")
          .enumType(UnsortedRows.class)
          .defaultValue(UnsortedRows.REFUSE)
          .withDescription("What becomes of rows in another order: REFUSE or DROP_CLAIM.");

  static final ConfigOption<String> CREATED_BY =
      ConfigOptions.key("created-by")
          .stringType()
          .noDefaultValue()
          .withDescription("The application that the footer names behind this library.");

  private TableSchemaOptions() {}

  static List<ConfigOption<?>> all() {
    return List.of(
        TIMESTAMP_UNIT,
        TRUNCATE_TIMESTAMPS,
        FIXED_LENGTH_DECIMALS,
        LIST_NAMES,
        ARROW_SCHEMA,
        SORTING_COLUMNS,
        UNSORTED_ROWS,
        CREATED_BY);
  }
}
