package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.schema.LeafLayout.FinerTimestamps;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;

/** Timestamps of a unit to longs of a coarser one. Rounds downwards, before the epoch too. */
final class FinerTimestampReader extends FixedWidthReader {

  private final int divisor;
  private final boolean truncates;

  FinerTimestampReader(FinerTimestamps layout) {
    super(Long.BYTES, Long.BYTES);
    divisor = layout.divisor();
    truncates = layout.truncates();
  }

  @Override
  boolean allFit(int slots) {
    return truncates || areMultiplesOf(divisor, slots);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] values = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(values, levels.slots().ranges().slots(), 1, levels.slots().live());
    int count = levels.slots().liveCount();
    if (hasUnfitSlots()) {
      check(values, count, levels);
    }
    for (int i = 0; i < count; i++) {
      values[i] = Math.floorDiv(values[i], divisor);
    }
    return new Longs(values, count);
  }

  private void check(long[] values, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      if (values[i] % divisor != 0) {
        throw levels.refusal(
            i,
            "the timestamp is finer than timestampUnit, which would lose digits; choose a finer unit, or allow truncateTimestamps");
      }
    }
  }

  @Override
  public LeafValues none() {
    return LongReader.NONE;
  }
}
