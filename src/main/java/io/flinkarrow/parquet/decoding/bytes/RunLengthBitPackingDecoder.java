package io.flinkarrow.parquet.decoding.bytes;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Parquet's hybrid of run-length encoding and bit-packing, for levels, dictionary ids and booleans.
 * Runs are expanded as far as they are asked for: a few bytes can claim billions of values.
 */
public final class RunLengthBitPackingDecoder {

  /** Writers fill up the last run of a page, to eight values or to a block of their own. */
  private static final long MOST_PADDING = 512;

  private final PageBytes bytes;
  private final int width;
  private final int maximum;
  private final int mostValues;

  /** Values of the run at hand that are left. */
  private int left;

  /** Of a run of equal values. */
  private int value;

  private boolean isPacked;

  /** Where the packed values of the run begin, and how many of them are passed. */
  private int packedAt;

  private int passed;

  /**
   * @param bytes the runs, up to their end
   * @param width bits of a value, from 0 to 32
   * @param maximum that a value may have; larger ones are refused
   * @param mostValues how many there are at most; packed ones of no bits can claim to be any number
   */
  public RunLengthBitPackingDecoder(PageBytes bytes, int width, int maximum, int mostValues)
      throws IOException {
    if (width > Integer.SIZE) {
      throw new IOException(
          "should have values of at most %d bits, but has some of %d"
              .formatted(Integer.SIZE, width));
    }
    this.bytes = bytes;
    this.width = width;
    this.maximum = maximum;
    this.mostValues = mostValues;
  }

  /** The next values, in {@code target[from .. from + count)}. */
  public void ints(int[] target, int from, int count) throws IOException {
    int to = from;
    int end = from + count;
    while (to < end) {
      int step = Math.min(run(end - to), end - to);
      if (isPacked) {
        BitUnpacking.ints(bytes.array(), packedAt, passed, width, target, to, step);
        checkValues(target, to, step);
      } else {
        Arrays.fill(target, to, to + step, value);
      }
      pass(step);
      to += step;
    }
  }

  /** The next values, which have at most seven bits each. */
  public void bytes(byte[] target, int from, int count) throws IOException {
    int to = from;
    int end = from + count;
    while (to < end) {
      int step = Math.min(run(end - to), end - to);
      if (isPacked) {
        BitUnpacking.bytes(bytes.array(), packedAt, passed, width, target, to, step);
        checkBytes(target, to, to + step);
      } else {
        Arrays.fill(target, to, to + step, (byte) value);
      }
      pass(step);
      to += step;
    }
  }

  /**
   * The next values, which have one bit each, as bits of words, the least significant first.
   *
   * @param words in which the bits from {@code from} on are 0
   * @return how many of the bits are set
   */
  public int bits(long[] words, int from, int count) throws IOException {
    int to = from;
    int end = from + count;
    int set = 0;
    while (to < end) {
      int step = Math.min(run(end - to), end - to);
      if (isPacked) {
        set += BitWords.copy(bytes.array(), packedAt, passed, words, to, step);
      } else if (value == 1) {
        BitWords.set(words, to, step);
        set += step;
      }
      pass(step);
      to += step;
    }
    return set;
  }

  /** Passes over values, and looks at none. */
  public void skip(int count) throws IOException {
    int rest = count;
    while (rest > 0) {
      int step = Math.min(run(rest), rest);
      pass(step);
      rest -= step;
    }
  }

  private void pass(int count) {
    passed += count;
    left -= count;
  }

  /** How many values the run at hand has left; goes to the next one if it has none. */
  private int run(int needed) throws IOException {
    while (left == 0) {
      if (bytes.remaining() == 0) {
        throw new IOException("should have %d values more, but its runs end".formatted(needed));
      }
      begin();
    }
    return left;
  }

  private void begin() throws IOException {
    long header = bytes.nextUnsignedVarint();
    long count = header >>> 1;
    isPacked = (header & 1) != 0;
    if (isPacked) {
      beginPacked(count);
      return;
    }
    left = (int) count;
    value = 0;
    for (int bits = 0; bits < width; bits += Byte.SIZE) {
      value |= bytes.nextByte() << bits;
    }
    check(value);
  }

  /** Some writers leave out the end of the last group, where there are no values. */
  private void beginPacked(long groups) throws IOException {
    if (groups * Byte.SIZE > mostValues + MOST_PADDING) {
      throw new IOException(
          "should have at most %d values, but has a run of %d"
              .formatted(mostValues, groups * Byte.SIZE));
    }
    long length = Math.min(groups * width, bytes.remaining());
    long values = width == 0 ? groups * Byte.SIZE : length * Byte.SIZE / width;
    left = (int) Math.min(values, Integer.MAX_VALUE);
    passed = 0;
    packedAt = bytes.skip(length);
  }

  private void checkValues(int[] values, int from, int count) throws IOException {
    int signs = 0;
    for (int i = from; i < from + count; i++) {
      // Negative if the value is, or is above the maximum.
      signs |= values[i] | maximum - values[i];
    }
    for (int i = from; i < from + count && signs < 0; i++) {
      check(values[i]);
    }
  }

  private void checkBytes(byte[] values, int from, int to) throws IOException {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      if (ByteWords.isAnyAbove((long) ByteArrayBuilder.LONG.get(values, i), maximum)) {
        break;
      }
    }
    for (; i < to; i++) {
      check(values[i]);
    }
  }

  private void check(int found) throws IOException {
    if (found < 0 || found > maximum) {
      throw new IOException(
          "should have levels or ids from 0 to %d, but has %d"
              .formatted(maximum, Integer.toUnsignedLong(found)));
    }
  }
}
