package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.ValueEncoding;

/**
 * DELTA_BINARY_PACKED for INT32. Differences wrap around at 32 bits, as the format demands: readers
 * add them up in 32 bits, and no width exceeds 32.
 */
final class DeltaBinaryPackedIntEncoder extends PageEncoder {

  private static final long UNSIGNED = 0xFFFFFFFFL;

  DeltaBinaryPackedIntEncoder() {
    super(ValueEncoding.DELTA_BINARY_PACKED);
  }

  @Override
  void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    putInts(plain, valueCount, out);
  }

  /** Appends the first {@code count} four-byte integers of {@code plain}. */
  static void putInts(byte[] plain, int count, ByteArrayBuilder out) {
    int previous = count == 0 ? 0 : (int) ByteArrayBuilder.INT.get(plain, 0);
    DeltaBlocks.putHeader(count, previous, out);
    long[] offsets = new long[DeltaBlocks.BLOCK];
    int[] differences = new int[DeltaBlocks.BLOCK];
    for (int from = 1; from < count; from += DeltaBlocks.BLOCK) {
      int length = Math.min(DeltaBlocks.BLOCK, count - from);
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < length; i++) {
        int value = (int) ByteArrayBuilder.INT.get(plain, Integer.BYTES * (from + i));
        differences[i] = value - previous;
        least = Math.min(least, value - previous);
        previous = value;
      }
      for (int i = 0; i < length; i++) {
        offsets[i] = (differences[i] - least) & UNSIGNED;
      }
      DeltaBlocks.putBlock(least, offsets, length, out);
    }
  }
}
