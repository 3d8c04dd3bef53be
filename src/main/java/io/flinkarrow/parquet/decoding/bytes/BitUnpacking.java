package io.flinkarrow.parquet.decoding.bytes;

import static io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder.LONG;

import io.flinkarrow.parquet.encoding.bytes.BitPacking;

/**
 * Unpacks values of one bit width, the first one in the least significant bits, through loads of 64
 * bits. The loads may touch what lies behind the values within their array.
 */
final class BitUnpacking {

  /** A value of this width lies within one load, wherever in a byte it begins. */
  private static final int WIDEST_IN_A_LOAD = Long.SIZE - Byte.SIZE + 1;

  private BitUnpacking() {}

  /**
   * Unpacks values of at most 32 bits.
   *
   * @param at where the packed values begin
   * @param first the number of the first one to unpack
   */
  static void ints(byte[] bytes, int at, int first, int width, int[] target, int from, int count) {
    int next = first;
    int to = from;
    int end = from + count;
    // Whole groups begin at whole bytes.
    while (to < end && next % BitPacking.GROUP != 0) {
      target[to++] = (int) value(bytes, at, next++, width);
    }
    int groups = (end - to) / BitPacking.GROUP;
    if (groups > 0) {
      int place = at + next / BitPacking.GROUP * width;
      int safe = Math.min(groups, safeGroups(bytes.length, place, width));
      if (width <= Byte.SIZE) {
        narrowGroups(bytes, place, width, target, to, safe);
      } else {
        wideGroups(bytes, place, width, target, to, safe);
      }
      next += safe * BitPacking.GROUP;
      to += safe * BitPacking.GROUP;
    }
    while (to < end) {
      target[to++] = (int) value(bytes, at, next++, width);
    }
  }

  /** How many groups can be loaded in whole words without reading behind the array. */
  private static int safeGroups(int length, int place, int width) {
    int room = length - place - width - Long.BYTES;
    return room < 0 ? 0 : room / Math.max(1, width) + 1;
  }

  /** Eight values lie in one load. */
  private static void narrowGroups(
      byte[] bytes, int at, int width, int[] target, int from, int groups) {
    int mask = (1 << width) - 1;
    int place = at;
    int end = from + groups * BitPacking.GROUP;
    for (int to = from; to < end; to += BitPacking.GROUP) {
      long word = (long) LONG.get(bytes, place);
      place += width;
      target[to] = (int) word & mask;
      target[to + 1] = (int) (word >>> width) & mask;
      target[to + 2] = (int) (word >>> (2 * width)) & mask;
      target[to + 3] = (int) (word >>> (3 * width)) & mask;
      target[to + 4] = (int) (word >>> (4 * width)) & mask;
      target[to + 5] = (int) (word >>> (5 * width)) & mask;
      target[to + 6] = (int) (word >>> (6 * width)) & mask;
      target[to + 7] = (int) (word >>> (7 * width)) & mask;
    }
  }

  private static void wideGroups(
      byte[] bytes, int at, int width, int[] target, int from, int groups) {
    int mask = (int) (-1L >>> (Long.SIZE - width));
    int place = at;
    int end = from + groups * BitPacking.GROUP;
    for (int to = from; to < end; to += BitPacking.GROUP) {
      for (int i = 0; i < BitPacking.GROUP; i++) {
        int bit = i * width;
        long word = (long) LONG.get(bytes, place + (bit >>> 3));
        target[to + i] = (int) (word >>> (bit & 7)) & mask;
      }
      place += width;
    }
  }

  /**
   * Unpacks values of at most seven bits, a byte each.
   *
   * @param at where the packed values begin
   * @param first the number of the first one to unpack
   */
  static void bytes(
      byte[] bytes, int at, int first, int width, byte[] target, int from, int count) {
    int next = first;
    int to = from;
    int end = from + count;
    while (to < end && next % BitPacking.GROUP != 0) {
      target[to++] = (byte) value(bytes, at, next++, width);
    }
    for (; to <= end - BitPacking.GROUP; to += BitPacking.GROUP) {
      long packed = load(bytes, at + next / BitPacking.GROUP * width);
      LONG.set(target, to, ByteWords.spread(packed, width));
      next += BitPacking.GROUP;
    }
    while (to < end) {
      target[to++] = (byte) value(bytes, at, next++, width);
    }
  }

  /**
   * One value of at most 64 bits.
   *
   * @param at where the packed values begin
   * @param number the value's
   */
  static long value(byte[] bytes, int at, int number, int width) {
    if (width == 0) {
      return 0;
    }
    long bit = (long) number * width;
    int place = at + (int) (bit >>> 3);
    int shift = (int) bit & 7;
    long word = load(bytes, place) >>> shift;
    if (width > WIDEST_IN_A_LOAD && shift + width > Long.SIZE) {
      word |= (bytes[place + Long.BYTES] & 0xffL) << (Long.SIZE - shift);
    }
    return word & -1L >>> (Long.SIZE - width);
  }

  /** Eight bytes, those behind the array taken as zero. */
  static long load(byte[] bytes, int place) {
    if (place <= bytes.length - Long.BYTES) {
      return (long) LONG.get(bytes, place);
    }
    long word = 0;
    for (int i = bytes.length - 1; i >= place; i--) {
      word = word << Byte.SIZE | (bytes[i] & 0xffL);
    }
    return word;
  }
}
