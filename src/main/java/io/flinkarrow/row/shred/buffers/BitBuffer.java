package io.flinkarrow.row.shred.buffers;

import java.util.Arrays;

/** Bits, least significant first; those behind the last one are zero. */
final class BitBuffer {

  private static final int FIRST_CAPACITY = ValueBuffer.FIRST_CAPACITY / Long.SIZE;

  private final BufferByteCounter held;
  private long[] words = {};
  private int count;

  BitBuffer(BufferByteCounter held) {
    this.held = held;
  }

  void add(boolean value) {
    int word = count >>> 6;
    if ((count & 63) == 0) {
      if (word == words.length) {
        grow();
      }
      words[word] = 0;
    }
    words[word] |= (value ? 1L : 0) << count;
    count++;
  }

  private void grow() {
    int before = words.length;
    words = Arrays.copyOf(words, Math.max(FIRST_CAPACITY, 2 * before));
    held.grow((long) Long.BYTES * (words.length - before));
  }

  /**
   * Bits {@code [from, from + length)} from bit 0 on, the rest of the last word zero; lent until
   * the next bit is added.
   */
  long[] slice(int from, int length) {
    if (from == 0 && length == count) {
      return words;
    }
    int first = from >>> 6;
    int shift = from & 63;
    long[] slice = new long[(length + Long.SIZE - 1) >>> 6];
    for (int i = 0; i < slice.length; i++) {
      slice[i] = words[first + i] >>> shift;
      if (shift > 0 && first + i + 1 < words.length) {
        slice[i] |= words[first + i + 1] << (Long.SIZE - shift);
      }
    }
    int rest = length & 63;
    if (rest > 0) {
      slice[slice.length - 1] &= -1L >>> (Long.SIZE - rest);
    }
    return slice;
  }

  void clear() {
    count = 0;
  }

  void release() {
    clear();
    held.grow(-(long) Long.BYTES * words.length);
    words = new long[0];
  }
}
