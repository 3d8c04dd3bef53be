package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;

/** Milliseconds since the epoch to days, downwards. */
final class DateMillisecondReader extends FixedWidthReader {

  private static final long MILLISECONDS_PER_DAY = 86_400_000L;

  DateMillisecondReader() {
    super(Long.BYTES, Integer.BYTES);
  }

  @Override
  boolean allFit(int slots) {
    return longsWithin(
        Integer.MIN_VALUE * MILLISECONDS_PER_DAY,
        (Integer.MAX_VALUE + 1L) * MILLISECONDS_PER_DAY - 1,
        slots);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] milliseconds = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(milliseconds, levels.slots().ranges().slots(), 1, levels.slots().live());
    int count = levels.slots().liveCount();
    int[] values = scratch.values(count);
    for (int i = 0; i < count; i++) {
      long days = Math.floorDiv(milliseconds[i], MILLISECONDS_PER_DAY);
      if (days != (int) days) {
        throw levels.refusal(i, "the date does not fit 32 bits in days; correct the value");
      }
      values[i] = (int) days;
    }
    return new Ints(values, count);
  }

  @Override
  public LeafValues none() {
    return IntReader.NONE;
  }
}
