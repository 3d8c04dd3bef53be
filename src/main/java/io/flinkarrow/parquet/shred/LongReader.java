package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Longs;

/** 64-bit slots to longs, as they are or multiplied. */
final class LongReader extends FixedWidthReader {

  static final LeafValues NONE = new Longs(new long[0], 0);

  private final int factor;

  LongReader(int factor) {
    super(Long.BYTES, Long.BYTES);
    this.factor = factor;
  }

  @Override
  LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] values = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(values, levels.slots().ranges().slots(), 1, levels.slots().live());
    int count = levels.slots().liveCount();
    if (factor != 1) {
      long limit = Long.MAX_VALUE / factor;
      for (int i = 0; i < count; i++) {
        long value = values[i];
        if (value > limit || value < -limit) {
          throw levels.refusal(
              i,
              "the timestamp in seconds does not fit 64 bits in milliseconds; correct the value");
        }
        values[i] = value * factor;
      }
    }
    return new Longs(values, count);
  }

  @Override
  LeafValues none() {
    return NONE;
  }
}
