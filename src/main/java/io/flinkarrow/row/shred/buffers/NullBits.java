package io.flinkarrow.row.shred.buffers;

import java.util.Arrays;

/** Which rows of a column are null: nothing is done for those that are not. */
final class NullBits {

  private static final int FIRST_CAPACITY = ValueBuffer.FIRST_CAPACITY / Long.SIZE;

  private final BufferByteCounter held;

  /** A set bit for each null, least significant first; all others are zero. */
  private long[] words = {};

  private int count;

  NullBits(BufferByteCounter held) {
    this.held = held;
  }

  /** The nulls so far. */
  int count() {
    return count;
  }

  /** The row is null; rows come in order. */
  void set(int row) {
    int word = row >>> 6;
    if (word >= words.length) {
      int before = words.length;
      words = Arrays.copyOf(words, Math.max(FIRST_CAPACITY, Math.max(2 * before, word + 1)));
      held.grow((long) Long.BYTES * (words.length - before));
    }
    words[word] |= 1L << row;
    count++;
  }

  int countBefore(int row) {
    int whole = Math.min(row >>> 6, words.length);
    int nulls = 0;
    for (int i = 0; i < whole; i++) {
      nulls += Long.bitCount(words[i]);
    }
    if ((row & 63) != 0 && whole < words.length) {
      nulls += Long.bitCount(words[whole] & ((1L << row) - 1));
    }
    return nulls;
  }

  /** A set bit for each of rows {@code [from, from + length)} that is not null, from bit 0 on. */
  long[] validity(int from, int length) {
    int shift = from & 63;
    long[] validity = new long[(length + Long.SIZE - 1) >>> 6];
    for (int i = 0; i < validity.length; i++) {
      long nulls = word((from >>> 6) + i) >>> shift;
      if (shift > 0) {
        nulls |= word((from >>> 6) + i + 1) << (Long.SIZE - shift);
      }
      validity[i] = ~nulls;
    }
    int rest = length & 63;
    if (rest > 0) {
      validity[validity.length - 1] &= -1L >>> (Long.SIZE - rest);
    }
    return validity;
  }

  private long word(int index) {
    return index < words.length ? words[index] : 0;
  }

  void clear() {
    if (count > 0) {
      Arrays.fill(words, 0);
      count = 0;
    }
  }

  void release() {
    count = 0;
    held.grow(-(long) Long.BYTES * words.length);
    words = new long[0];
  }
}
