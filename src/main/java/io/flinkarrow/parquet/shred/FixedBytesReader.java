package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;

/** Slots of fixed width, byte for byte. */
final class FixedBytesReader extends FixedWidthReader {

  private final LeafValues none;

  FixedBytesReader(int byteWidth) {
    super(byteWidth, byteWidth);
    none = new FixedBytes(new byte[0], byteWidth, 0);
  }

  @Override
  LeafValues read(LevelBuilder slots, ShredScratch scratch) {
    byte[] bytes = copyBytes(slots.ranges(), scratch);
    Squeeze.bytes(bytes, slots.ranges().slots(), slotBytes(), slots.live());
    return new FixedBytes(bytes, slotBytes(), slots.liveCount());
  }

  @Override
  LeafValues none() {
    return none;
  }
}
