package io.flinkarrow.table;

import io.flinkarrow.read.ReadLimits;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** More of {@link ArrowParquetOptions} that say what reading a file may take. */
final class TableReadingOptions {

  static final ConfigOption<MemorySize> MAXIMUM_HELD_BYTES =
      ConfigOptions.key("maximum-held-bytes")
          .memoryType()
          .defaultValue(new MemorySize(ReadLimits.defaults().maximumHeldBytes()))
          .withDescription(
              "Reading: heap bytes that are held from one batch of rows to the next. What does not"
                  + " fit is read again.");

  private TableReadingOptions() {}
}
