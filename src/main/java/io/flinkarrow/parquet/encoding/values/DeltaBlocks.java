package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * The framework of DELTA_BINARY_PACKED: a header, then blocks of differences in four miniblocks,
 * each packed as narrowly as it may be above the least difference of its block.
 *
 * @param length the differences of a block, a multiple of 128
 */
record DeltaBlocks(int length) {

  /** As parquet-java has them: 128 differences, 32 a miniblock. */
  static final DeltaBlocks SHORT = new DeltaBlocks(128);

  /**
   * 1,024 differences: half a bit less a value for what is kept of each block, if one width serves
   * 256 values as well as 32.
   */
  static final DeltaBlocks LONG = new DeltaBlocks(1024);

  private static final int MINIBLOCKS = 4;

  /** The most bytes of a variable-length integer of 64 bits. */
  private static final int LONGEST_VARINT = 10;

  /** Begins the values, of which {@code first}, 0 if there is none, is the first. */
  void putHeader(int valueCount, long first, ByteArrayBuilder out) {
    out.putUnsignedVarint(length);
    out.putUnsignedVarint(MINIBLOCKS);
    out.putUnsignedVarint(valueCount);
    out.putUnsignedVarlong(zigzag(first));
  }

  /**
   * Appends a block.
   *
   * @param offsets the differences minus {@code leastDifference}, taken as unsigned; the caller's,
   *     who may not rely on what is behind them
   * @param count how many there are: as many as a block has, or fewer in the last block
   */
  void putBlock(long leastDifference, long[] offsets, int count, ByteArrayBuilder out) {
    int miniblock = length / MINIBLOCKS;
    int miniblocks = (count + miniblock - 1) / miniblock;
    // The last miniblock is whole, too.
    for (int i = count; i < miniblocks * miniblock; i++) {
      offsets[i] = 0;
    }
    out.reserve(LONGEST_VARINT + MINIBLOCKS + Long.BYTES * (length + 1));
    out.putUnsignedVarlong(zigzag(leastDifference));
    byte[] target = out.array();
    int widths = out.length();
    int at = widths + MINIBLOCKS;
    for (int i = 0; i < MINIBLOCKS; i++) {
      int from = i * miniblock;
      int width = i < miniblocks ? widthOf(offsets, from, from + miniblock) : 0;
      target[widths + i] = (byte) width;
      if (width > 0) {
        pack(offsets, from, from + miniblock, width, target, at);
        at += width * miniblock / Byte.SIZE;
      }
    }
    out.advance(at - widths);
  }

  private static int widthOf(long[] offsets, int from, int end) {
    long bits = 0;
    for (int i = from; i < end; i++) {
      bits |= offsets[i];
    }
    return Long.SIZE - Long.numberOfLeadingZeros(bits);
  }

  /** Packs a miniblock, the first value lowest; overwrites up to eight bytes behind it. */
  private static void pack(long[] offsets, int from, int end, int width, byte[] target, int at) {
    long word = 0;
    int bits = 0;
    int to = at;
    for (int i = from; i < end; i++) {
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
