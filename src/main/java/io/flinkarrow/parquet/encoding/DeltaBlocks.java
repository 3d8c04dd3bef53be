package io.flinkarrow.parquet.encoding;

/**
 * The framework of DELTA_BINARY_PACKED: a header, then blocks of 128 differences in four miniblocks
 * of 32, each packed as narrowly as it may be above the least difference of its block. The sizes
 * are parquet-java's, which every reader takes.
 */
final class DeltaBlocks {

  static final int BLOCK = 128;
  private static final int MINIBLOCKS = 4;
  private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

  /** The most bytes of a variable-length integer of 64 bits. */
  private static final int LONGEST_VARINT = 10;

  private static final int LONGEST_BLOCK =
      LONGEST_VARINT + MINIBLOCKS + Long.BYTES * BLOCK + Long.BYTES;

  private DeltaBlocks() {}

  /** Begins the values, of which {@code first}, 0 if there is none, is the first. */
  static void putHeader(int valueCount, long first, ByteArrayBuilder out) {
    out.putUnsignedVarint(BLOCK);
    out.putUnsignedVarint(MINIBLOCKS);
    out.putUnsignedVarint(valueCount);
    out.putUnsignedVarlong(zigzag(first));
  }

  /**
   * Appends a block.
   *
   * @param offsets the differences minus {@code leastDifference}, taken as unsigned; the caller's,
   *     who may not rely on what is behind them
   * @param count how many there are: 128, or fewer in the last block
   */
  static void putBlock(long leastDifference, long[] offsets, int count, ByteArrayBuilder out) {
    int miniblocks = (count + MINIBLOCK - 1) / MINIBLOCK;
    // The last miniblock is whole, too.
    for (int i = count; i < miniblocks * MINIBLOCK; i++) {
      offsets[i] = 0;
    }
    out.reserve(LONGEST_BLOCK);
    out.putUnsignedVarlong(zigzag(leastDifference));
    byte[] target = out.array();
    int widths = out.length();
    int at = widths + MINIBLOCKS;
    for (int i = 0; i < MINIBLOCKS; i++) {
      int width = i < miniblocks ? widthOf(offsets, i * MINIBLOCK) : 0;
      target[widths + i] = (byte) width;
      if (width > 0) {
        pack(offsets, i * MINIBLOCK, width, target, at);
        at += width * MINIBLOCK / Byte.SIZE;
      }
    }
    out.advance(at - widths);
  }

  private static int widthOf(long[] offsets, int from) {
    long bits = 0;
    for (int i = from; i < from + MINIBLOCK; i++) {
      bits |= offsets[i];
    }
    return Long.SIZE - Long.numberOfLeadingZeros(bits);
  }

  /** Packs a miniblock, the first value lowest; overwrites up to eight bytes behind it. */
  private static void pack(long[] offsets, int from, int width, byte[] target, int at) {
    long word = 0;
    int bits = 0;
    int to = at;
    for (int i = from; i < from + MINIBLOCK; i++) {
      long offset = offsets[i];
      word |= offset << bits;
      bits += width;
      if (bits >= Long.SIZE) {
        ByteArrayBuilder.LONG.set(target, to, word);
        to += Long.BYTES;
        bits -= Long.SIZE;
        // Two shifts, because one by 64 would be one by 0.
        word = offset >>> 1 >>> (width - bits - 1);
      }
    }
    ByteArrayBuilder.LONG.set(target, to, word);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }
}
