package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.type.Int96;
import java.util.concurrent.TimeUnit;

/** Timestamps of a unit to {@link Int96}. Days are rounded downwards, before the epoch too. */
final class Int96Reader extends FixedWidthReader {

  private static final LeafValues NONE = new FixedBytes(new byte[0], Int96.BYTES, 0);

  private final long unitsPerDay;
  private final long nanosecondsPerUnit;

  Int96Reader(TimeUnit unit) {
    super(Long.BYTES, Int96.BYTES);
    unitsPerDay = unit.convert(1, TimeUnit.DAYS);
    nanosecondsPerUnit = unit.toNanos(1);
  }

  @Override
  boolean allFit(int slots) {
    if (unitsPerDay > Long.MAX_VALUE >> Integer.SIZE) {
      // All that 64 bits hold is within 32 bits of days.
      return true;
    }
    long firstDay = Integer.MIN_VALUE - Int96.JULIAN_DAY_OF_EPOCH;
    long lastDay = Integer.MAX_VALUE - Int96.JULIAN_DAY_OF_EPOCH;
    return longsWithin(firstDay * unitsPerDay, (lastDay + 1) * unitsPerDay - 1, slots);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] values = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(values, levels.slots().ranges().slots(), 1, levels.slots().live());
    int count = levels.slots().liveCount();
    byte[] bytes = scratch.rawBytes(count * Int96.BYTES);
    for (int i = 0; i < count; i++) {
      long day = Math.floorDiv(values[i], unitsPerDay);
      long julianDay = day + Int96.JULIAN_DAY_OF_EPOCH;
      if (julianDay != (int) julianDay) {
        throw levels.refusal(
            i,
            "the Julian day of the timestamp does not fit the 32 bits of INT96; correct the value");
      }
      long nanosOfDay = (values[i] - day * unitsPerDay) * nanosecondsPerUnit;
      Int96.put(bytes, i * Int96.BYTES, nanosOfDay, (int) julianDay);
    }
    return new FixedBytes(bytes, Int96.BYTES, count);
  }

  @Override
  public LeafValues none() {
    return NONE;
  }
}
