package io.flinkarrow.parquet.compaction;

/** Parts of bits in words, least significant first. */
final class BitRanges {

  private BitRanges() {}

  /** Bits {@code [from, to)} from the front on; those behind them are zero. */
  static long[] copy(long[] words, int from, int to) {
    int count = to - from;
    long[] copied = new long[(count + Long.SIZE - 1) >>> 6];
    int first = from >>> 6;
    int shift = from & (Long.SIZE - 1);
    for (int i = 0; i < copied.length; i++) {
      long low = words[first + i] >>> shift;
      boolean goesOn = shift > 0 && first + i + 1 < words.length;
      copied[i] = goesOn ? low | words[first + i + 1] << (Long.SIZE - shift) : low;
    }
    int rest = count & (Long.SIZE - 1);
    if (rest > 0) {
      copied[copied.length - 1] &= (1L << rest) - 1;
    }
    return copied;
  }
}
