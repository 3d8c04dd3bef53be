package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;

/** 32-bit slots to ints, as they are or multiplied. */
final class IntReader extends FixedWidthReader {

  static final LeafValues NONE = new Ints(new int[0], 0);

  private final int factor;

  IntReader(int factor) {
    super(Integer.BYTES, Integer.BYTES);
    this.factor = factor;
  }

  @Override
  boolean allFit(int slots) {
    return factor == 1 || intsWithin(Integer.MIN_VALUE / factor, Integer.MAX_VALUE / factor, slots);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    int[] values = copyInts(levels.slots().ranges(), scratch);
    Squeeze.ints(values, levels.slots().ranges().slots(), levels.slots().live());
    int count = levels.slots().liveCount();
    if (hasUnfitSlots()) {
      check(values, count, levels);
    }
    if (factor != 1) {
      for (int i = 0; i < count; i++) {
        values[i] *= factor;
      }
    }
    return new Ints(values, count);
  }

  private void check(int[] values, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      long product = (long) values[i] * factor;
      if (product != (int) product) {
        throw levels.refusal(
            i, "the time in seconds does not fit 32 bits in milliseconds; correct the value");
      }
    }
  }

  @Override
  public LeafValues none() {
    return NONE;
  }
}
