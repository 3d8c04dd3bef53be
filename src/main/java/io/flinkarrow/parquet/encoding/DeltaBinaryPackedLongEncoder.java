package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.ValueEncoding;

/** DELTA_BINARY_PACKED for INT64. Differences wrap around at 64 bits. */
final class DeltaBinaryPackedLongEncoder extends PageEncoder {

  DeltaBinaryPackedLongEncoder() {
    super(ValueEncoding.DELTA_BINARY_PACKED);
  }

  @Override
  void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    long previous = valueCount == 0 ? 0 : (long) ByteArrayBuilder.LONG.get(plain, 0);
    DeltaBlocks.putHeader(valueCount, previous, out);
    long[] offsets = new long[DeltaBlocks.BLOCK];
    for (int from = 1; from < valueCount; from += DeltaBlocks.BLOCK) {
      int length = Math.min(DeltaBlocks.BLOCK, valueCount - from);
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
      DeltaBlocks.putBlock(least, offsets, length, out);
    }
  }
}
