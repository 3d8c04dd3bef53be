package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;

/** 8- and 16-bit slots, widened to ints. */
final class SmallIntegerReader extends FixedWidthReader {

  private final boolean signed;

  SmallIntegerReader(int byteWidth, boolean signed) {
    super(byteWidth, Integer.BYTES);
    this.signed = signed;
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    int count = levels.slots().ranges().slots();
    byte[] bytes = copyBytes(levels.slots().ranges(), scratch);
    int[] values = scratch.values(count);
    widen(bytes, slotBytes(), signed, values, count);
    Squeeze.ints(values, count, levels.slots().live());
    return new Ints(values, levels.slots().liveCount());
  }

  @Override
  public LeafValues none() {
    return IntReader.NONE;
  }

  private static void widen(byte[] bytes, int byteWidth, boolean signed, int[] values, int count) {
    if (byteWidth == Byte.BYTES) {
      if (signed) {
        for (int i = 0; i < count; i++) {
          values[i] = bytes[i];
        }
      } else {
        for (int i = 0; i < count; i++) {
          values[i] = bytes[i] & 0xFF;
        }
      }
    } else if (signed) {
      for (int i = 0; i < count; i++) {
        values[i] = (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << Byte.SIZE);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = (bytes[2 * i] & 0xFF) | ((bytes[2 * i + 1] & 0xFF) << Byte.SIZE);
      }
    }
  }
}
