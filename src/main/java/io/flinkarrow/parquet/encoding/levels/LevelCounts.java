package io.flinkarrow.parquet.encoding.levels;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/** Counts levels of one byte each by level. */
final class LevelCounts {

  private static final long EVERY_BYTE = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7F * EVERY_BYTE;

  private LevelCounts() {}

  /** Eight levels at a time: a byte that differs from a level carries into its highest bit. */
  static void add(byte[] levels, int count, long[] counts) {
    int whole = count & -Long.BYTES;
    for (int i = whole; i < count; i++) {
      counts[levels[i]]++;
    }
    long rest = whole;
    for (int level = 1; level < counts.length; level++) {
      int others = 0;
      for (int i = 0; i < whole; i += Long.BYTES) {
        long differences = (long) ByteArrayBuilder.LONG.get(levels, i) ^ level * EVERY_BYTE;
        others += Long.bitCount((differences + LOW_BITS) & ~LOW_BITS);
      }
      counts[level] += whole - others;
      rest -= whole - others;
    }
    counts[0] += rest;
  }
}
