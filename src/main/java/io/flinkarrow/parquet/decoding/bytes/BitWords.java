package io.flinkarrow.parquet.decoding.bytes;

import java.util.Arrays;

/** Bits in words, the least significant first, as they are put together piece by piece. */
public final class BitWords {

  private BitWords() {}

  public static int words(int bits) {
    return (bits + Long.SIZE - 1) >>> 6;
  }

  public static boolean isSet(long[] words, int bit) {
    return (words[bit >>> 6] >>> bit & 1) != 0;
  }

  /** Sets {@code [from, from + count)}. */
  static void set(long[] words, int from, int count) {
    int done = 0;
    while (done < count) {
      int bit = from + done & 63;
      int step = Math.min(Long.SIZE - bit, count - done);
      words[(from + done) >>> 6] |= mask(step) << bit;
      done += step;
    }
  }

  /**
   * Copies bits out of an array.
   *
   * @param at the byte with bit 0, of which the bits from {@code first} on are copied
   * @param words in which the bits from {@code to} on are 0
   * @return how many of the bits are set
   */
  public static int copy(byte[] bytes, int at, int first, long[] words, int to, int count) {
    int set = 0;
    int done = 0;
    while (done < count) {
      int bit = to + done & 63;
      int source = first + done;
      // What one load has behind its first bits, so that there is one word and one shift.
      int step = Math.min(Long.SIZE - Math.max(bit, source & 7), count - done);
      long word = BitUnpacking.load(bytes, at + (source >>> 3)) >>> (source & 7) & mask(step);
      words[(to + done) >>> 6] |= word << bit;
      set += Long.bitCount(word);
      done += step;
    }
    return set;
  }

  /**
   * Moves {@code [from, from + count)} to the front; the bits behind them become 0.
   *
   * @param used the words that are not all 0
   */
  public static void moveToFront(long[] words, int from, int count, int used) {
    int shift = from & 63;
    int first = from >>> 6;
    int kept = words(count);
    for (int i = 0; i < kept; i++) {
      long low = words[first + i] >>> shift;
      boolean hasNext = shift > 0 && first + i + 1 < used;
      words[i] = hasNext ? low | words[first + i + 1] << (Long.SIZE - shift) : low;
    }
    for (int i = kept; i < used; i++) {
      words[i] = 0;
    }
    clearFrom(words, count);
  }

  /** How many of the first {@code count} bits are set. */
  public static int count(long[] words, int count) {
    int set = 0;
    int whole = count >>> 6;
    for (int i = 0; i < whole; i++) {
      set += Long.bitCount(words[i]);
    }
    return (count & 63) == 0 ? set : set + Long.bitCount(words[whole] & mask(count & 63));
  }

  /** Clears {@code [from, from + count)}, behind which no bit is set. */
  public static void clear(long[] words, int from, int count) {
    int whole = words(from);
    clearFrom(words, from);
    Arrays.fill(words, whole, Math.max(whole, words(from + count)), 0);
  }

  /** Clears the bits from {@code from} on in the word that it is in. */
  public static void clearFrom(long[] words, int from) {
    if ((from & 63) != 0) {
      words[from >>> 6] &= mask(from & 63);
    }
  }

  private static long mask(int count) {
    return -1L >>> (Long.SIZE - count);
  }
}
