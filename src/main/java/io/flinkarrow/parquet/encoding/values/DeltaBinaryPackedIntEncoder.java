package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;

/**
 * DELTA_BINARY_PACKED for INT32. Differences wrap around at 32 bits, as the format demands: readers
 * add them up in 32 bits, and no width exceeds 32.
 */
final class DeltaBinaryPackedIntEncoder extends PageEncoder {

  private static final long UNSIGNED = 0xFFFFFFFFL;

  private final DeltaBlocks blocks;

  DeltaBinaryPackedIntEncoder(DeltaBlocks blocks) {
    super(ValueEncoding.DELTA_BINARY_PACKED);
    this.blocks = blocks;
  }

  @Override
  public void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    putInts(plain, valueCount, blocks, out);
  }

  /** Appends the first {@code count} four-byte integers of {@code plain}. */
  static void putInts(byte[] plain, int count, DeltaBlocks blocks, ByteArrayBuilder out) {
    int previous = count == 0 ? 0 : (int) ByteArrayBuilder.INT.get(plain, 0);
    blocks.putHeader(count, previous, out);
    long[] offsets = new long[blocks.length()];
    int[] differences = new int[blocks.length()];
    for (int from = 1; from < count; from += blocks.length()) {
      int length = Math.min(blocks.length(), count - from);
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
      blocks.putBlock(least, offsets, length, out);
    }
  }
}
