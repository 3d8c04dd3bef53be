package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;

/** 64-bit slots to longs, as they are or multiplied. */
final class LongReader extends FixedWidthReader {

  static final LeafValues NONE = new Longs(new long[0], 0);

  private final int factor;

  /** The largest value that can be multiplied. */
  private final long most;

  LongReader(int factor) {
    super(Long.BYTES, Long.BYTES);
    this.factor = factor;
    most = Long.MAX_VALUE / factor;
  }

  @Override
  boolean allFit(int slots) {
    return factor == 1 || longsWithin(-most, most, slots);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] values = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(values, levels.slots().ranges().slots(), 1, levels.slots().live());
    int count = levels.slots().liveCount();
    if (hasUnfitSlots()) {
      check(values, count, levels);
    }
    if (factor != 1) {
      for (int i = 0; i < count; i++) {
        values[i] *= factor;
      }
    }
    return new Longs(values, count);
  }

  private void check(long[] values, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      if (values[i] > most || values[i] < -most) {
        throw levels.refusal(
            i, "the timestamp does not fit 64 bits in its column's unit; correct the value");
      }
    }
  }

  @Override
  public LeafValues none() {
    return NONE;
  }
}
