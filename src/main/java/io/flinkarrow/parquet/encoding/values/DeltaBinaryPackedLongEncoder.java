package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;

/** DELTA_BINARY_PACKED for INT64. Differences wrap around at 64 bits. */
final class DeltaBinaryPackedLongEncoder extends PageEncoder {

  private final DeltaBlocks blocks;

  DeltaBinaryPackedLongEncoder(DeltaBlocks blocks) {
    super(ValueEncoding.DELTA_BINARY_PACKED);
    this.blocks = blocks;
  }

  @Override
  public void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    long previous = valueCount == 0 ? 0 : (long) ByteArrayBuilder.LONG.get(plain, 0);
    blocks.putHeader(valueCount, previous, out);
    long[] offsets = new long[blocks.length()];
    for (int from = 1; from < valueCount; from += blocks.length()) {
      int length = Math.min(blocks.length(), valueCount - from);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < length; i++) {
        long value = (long) ByteArrayBuilder.LONG.get(plain, Long.BYTES * (from + i));
        offsets[i] = value - previous;
        least = Math.min(least, value - previous);
        previous = value;
      }
      for (int i = 0; i < length; i++) {
        offsets[i] -= least;
      }
      blocks.putBlock(least, offsets, length, out);
    }
  }
}
