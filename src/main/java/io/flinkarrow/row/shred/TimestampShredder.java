package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import io.flinkarrow.row.shred.buffers.LongBuffer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;

/**
 * TIMESTAMP and TIMESTAMP_LTZ: milli-, micro- or nanoseconds since the epoch in 64 bits. Digits
 * that the type's precision excludes are cut off downwards. Those that the type has but the column
 * has not are too, or they are refused.
 */
final class TimestampShredder extends LeafValueShredder {

  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final int precision;
  private final long unitsPerMillisecond;

  /** Nanoseconds in a unit of the type, and in a unit of the column or, if it may cut off, too. */
  private final long typeNanos;

  private final long leastNanos;
  private final LongBuffer values;

  /**
   * @param unitsPerMillisecond of the column: 1, 1,000 or 1,000,000
   * @param divisor how many units of the type a value must be a multiple of; 1 if of none
   */
  TimestampShredder(
      FieldPosition position,
      int nullDefinition,
      LevelBuffer levels,
      int precision,
      long unitsPerMillisecond,
      int divisor,
      LongBuffer values) {
    super(position, nullDefinition, levels);
    this.precision = precision;
    this.unitsPerMillisecond = unitsPerMillisecond;
    this.leastNanos = NANOS_PER_MILLISECOND / unitsPerMillisecond;
    this.typeNanos = leastNanos / divisor;
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
    long nanos = timestamp.getNanoOfMillisecond();
    long rest = nanos / leastNanos;
    if (typeNanos != leastNanos && nanos - rest * leastNanos >= typeNanos) {
      throw refused(
          "the timestamp is finer than timestampUnit, which would lose digits; choose a finer unit, or allow truncateTimestamps");
    }
    long units = whole + rest;
    boolean simple =
        Math.multiplyHigh(milliseconds, unitsPerMillisecond) == whole >> (Long.SIZE - 1)
            && units >= whole;
    // The earliest millisecond begins before the earliest unit of 64 bits.
    if (!simple && Math.floorDiv(units, unitsPerMillisecond) != milliseconds) {
      throw refused(
          "the timestamp, of TIMESTAMP(%d), does not fit 64 bits in its column's unit; give the column fewer digits, or choose a coarser timestampUnit"
              .formatted(precision));
    }
    return units;
  }
}
