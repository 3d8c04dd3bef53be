package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;

/** Slots of fixed width, byte for byte. */
final class FixedBytesReader extends FixedWidthReader {

  private final LeafValues none;

  FixedBytesReader(int byteWidth) {
    super(byteWidth, byteWidth);
    none = new FixedBytes(new byte[0], byteWidth, 0);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    byte[] bytes = copyBytes(levels.slots().ranges(), scratch);
    Squeeze.bytes(bytes, levels.slots().ranges().slots(), slotBytes(), levels.slots().live());
    return new FixedBytes(bytes, slotBytes(), levels.slots().liveCount());
  }

  @Override
  public LeafValues none() {
    return none;
  }
}
