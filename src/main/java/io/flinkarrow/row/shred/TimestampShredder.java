package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import io.flinkarrow.row.shred.buffers.LongBuffer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;

/**
 * TIMESTAMP and TIMESTAMP_LTZ: milli-, micro- or nanoseconds since the epoch in 64 bits. Digits
 * below the unit, which the type's precision excludes, are cut off downwards.
 */
final class TimestampShredder extends LeafValueShredder {

  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final int precision;
  private final long unitsPerMillisecond;
  private final LongBuffer values;

  /**
   * @param unitsPerMillisecond 1, 1,000 or 1,000,000
   */
  TimestampShredder(
      FieldPosition position,
      int nullDefinition,
      LevelBuffer levels,
      int precision,
      long unitsPerMillisecond,
      LongBuffer values) {
    super(position, nullDefinition, levels);
    this.precision = precision;
    this.unitsPerMillisecond = unitsPerMillisecond;
    this.values = values;
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    values.add(units(row.getTimestamp(index, precision)));
    levels.addValue(repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    values.add(units(array.getTimestamp(index, precision)));
    levels.addValue(repetition);
  }

  /** Milliseconds may be negative; nanoseconds of the millisecond never are. */
  private long units(TimestampData timestamp) {
    long milliseconds = timestamp.getMillisecond();
    long whole = milliseconds * unitsPerMillisecond;
    long rest = timestamp.getNanoOfMillisecond() / (NANOS_PER_MILLISECOND / unitsPerMillisecond);
    long units = whole + rest;
    boolean simple =
        Math.multiplyHigh(milliseconds, unitsPerMillisecond) == whole >> (Long.SIZE - 1)
            && units >= whole;
    // The earliest millisecond begins before the earliest unit of 64 bits.
    if (!simple && Math.floorDiv(units, unitsPerMillisecond) != milliseconds) {
      throw refused(
          "the timestamp does not fit 64 bits in the unit of TIMESTAMP(%d); give the column fewer digits"
              .formatted(precision));
    }
    return units;
  }
}
