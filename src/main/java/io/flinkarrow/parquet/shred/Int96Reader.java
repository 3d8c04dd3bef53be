package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * Timestamps of a unit to INT96, as Impala and Spark lay it out: nanoseconds of the day in 8 bytes,
 * Julian day in 4, both little-endian. Days are rounded downwards, before the epoch too.
 */
final class Int96Reader extends FixedWidthReader {

  private static final int BYTES = Long.BYTES + Integer.BYTES;

  /** The Julian day that begins, by the reckoning of INT96, with 1970. */
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final LeafValues NONE = new FixedBytes(new byte[0], BYTES, 0);

  private final long unitsPerDay;
  private final long nanosecondsPerUnit;

  Int96Reader(TimeUnit unit) {
    super(Long.BYTES, BYTES);
    unitsPerDay = unit.convert(1, TimeUnit.DAYS);
    nanosecondsPerUnit = unit.toNanos(1);
  }

  @Override
  LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] values = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(values, levels.slots().ranges().slots(), 1, levels.slots().live());
    int count = levels.slots().liveCount();
    byte[] bytes = scratch.rawBytes(Math.multiplyExact(count, BYTES));
    for (int i = 0; i < count; i++) {
      long day = Math.floorDiv(values[i], unitsPerDay);
      long julianDay = day + JULIAN_DAY_OF_EPOCH;
      if (julianDay != (int) julianDay) {
        throw levels.refusal(
            i,
            "the Julian day of the timestamp does not fit the 32 bits of INT96; correct the value");
      }
      LONG.set(bytes, i * BYTES, (values[i] - day * unitsPerDay) * nanosecondsPerUnit);
      INT.set(bytes, i * BYTES + Long.BYTES, (int) julianDay);
    }
    return new FixedBytes(bytes, BYTES, count);
  }

  @Override
  LeafValues none() {
    return NONE;
  }
}
