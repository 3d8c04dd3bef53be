package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.parquet.type.Int96;
import io.flinkarrow.row.shred.buffers.FixedBytesBuffer;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;

/** TIMESTAMP and TIMESTAMP_LTZ to {@link Int96}. */
final class Int96Shredder extends LeafValueShredder {

  private static final long MILLISECONDS_PER_DAY = 86_400_000;
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final int precision;
  private final FixedBytesBuffer values;

  Int96Shredder(
      FieldPosition position,
      int nullDefinition,
      LevelBuffer levels,
      int precision,
      FixedBytesBuffer values) {
    super(position, nullDefinition, levels);
    this.precision = precision;
    this.values = values;
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    add(row.getTimestamp(index, precision));
    levels.addValue(repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    add(array.getTimestamp(index, precision));
    levels.addValue(repetition);
  }

  private void add(TimestampData timestamp) {
    long milliseconds = timestamp.getMillisecond();
    long day = Math.floorDiv(milliseconds, MILLISECONDS_PER_DAY) + Int96.JULIAN_DAY_OF_EPOCH;
    if (day != (int) day) {
      throw refused("the timestamp's Julian day does not fit 32 bits; correct the value");
    }
    long nanos =
        Math.floorMod(milliseconds, MILLISECONDS_PER_DAY) * NANOS_PER_MILLISECOND
            + timestamp.getNanoOfMillisecond();
    int at = values.reserve();
    Int96.put(values.bytes(), at, nanos, (int) day);
  }
}
