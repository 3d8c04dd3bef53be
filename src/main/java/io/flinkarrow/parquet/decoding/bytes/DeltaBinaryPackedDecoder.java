package io.flinkarrow.parquet.decoding.bytes;

import java.io.IOException;

/**
 * DELTA_BINARY_PACKED numbers, one after the other: blocks of differences to the number before,
 * which are packed, in miniblocks, above the least one of their block. Unpacks what is asked for
 * and nothing ahead, because a few bytes can claim blocks of any length.
 */
public final class DeltaBinaryPackedDecoder {

  private final PageBytes bytes;
  private final int miniblocks;
  private final int miniblockLength;

  /** Numbers that are not passed yet. */
  private int left;

  private boolean isFirst = true;
  private long number;

  /** Where the widths of the block's miniblocks are, and which of them comes next. */
  private int widthsAt;

  private int nextMiniblock;
  private long leastDifference;

  /** The differences of the miniblock at hand: where they are, and which of them come. */
  private int differencesAt;

  private int width;
  private int nextDifference;

  /** Reads the header. */
  public DeltaBinaryPackedDecoder(PageBytes bytes) throws IOException {
    this.bytes = bytes;
    long blockLength = bytes.nextUnsignedVarint();
    long count = bytes.nextUnsignedVarint();
    left = (int) Math.min(Integer.MAX_VALUE, bytes.nextUnsignedVarint());
    number = bytes.nextZigzagVarlong();
    if (count == 0
        || blockLength == 0
        || blockLength % count != 0
        || blockLength / count % Byte.SIZE != 0
        || blockLength > Integer.MAX_VALUE) {
      throw new IOException(
          "should have blocks of equal miniblocks of whole bytes, but has %d values in %d"
              .formatted(blockLength, count));
    }
    miniblocks = (int) count;
    miniblockLength = (int) (blockLength / count);
    nextMiniblock = miniblocks;
    nextDifference = miniblockLength;
  }

  /** How many numbers are left. */
  int left() {
    return left;
  }

  /** The next numbers, whole. */
  public void longs(long[] target, int from, int count) throws IOException {
    int to = from;
    int end = from + count;
    while (to < end) {
      int step = step(end - to);
      if (isFirst) {
        target[to] = number;
      } else {
        long value = number;
        for (int i = 0; i < step; i++) {
          value += difference(nextDifference + i);
          target[to + i] = value;
        }
        number = value;
      }
      pass(step);
      to += step;
    }
  }

  /** The lowest 32 bits of the next numbers. */
  public void ints(int[] target, int from, int count) throws IOException {
    int to = from;
    int end = from + count;
    while (to < end) {
      int step = step(end - to);
      if (isFirst) {
        target[to] = (int) number;
      } else {
        int value = (int) number;
        for (int i = 0; i < step; i++) {
          value += (int) difference(nextDifference + i);
          target[to + i] = value;
        }
        number = value;
      }
      pass(step);
      to += step;
    }
  }

  public void skip(int count) throws IOException {
    int rest = count;
    while (rest > 0) {
      int step = step(rest);
      for (int i = 0; i < step && !isFirst; i++) {
        number += difference(nextDifference + i);
      }
      pass(step);
      rest -= step;
    }
  }

  private long difference(int index) {
    return leastDifference + BitUnpacking.value(bytes.array(), differencesAt, index, width);
  }

  private void pass(int count) {
    left -= count;
    if (isFirst) {
      isFirst = false;
    } else {
      nextDifference += count;
    }
  }

  /** How many of the next numbers are of one miniblock, or the first one. */
  private int step(int needed) throws IOException {
    if (needed > left) {
      throw new IOException("should have %d values more, but has %d".formatted(needed, left));
    }
    if (isFirst) {
      return 1;
    }
    if (nextDifference == miniblockLength) {
      beginMiniblock();
    }
    return Math.min(needed, miniblockLength - nextDifference);
  }

  private void beginMiniblock() throws IOException {
    if (nextMiniblock == miniblocks) {
      leastDifference = bytes.nextZigzagVarlong();
      widthsAt = bytes.skip(miniblocks);
      nextMiniblock = 0;
    }
    width = bytes.array()[widthsAt + nextMiniblock++] & 0xff;
    if (width > Long.SIZE) {
      throw new IOException(
          "should have differences of at most %d bits, but has some of %d"
              .formatted(Long.SIZE, width));
    }
    long length = (long) width * (miniblockLength / Byte.SIZE);
    // Some writers leave out the end of the last miniblock, where there are no values.
    long needed = (Math.min(left, miniblockLength) * (long) width + Byte.SIZE - 1) / Byte.SIZE;
    differencesAt = bytes.skip(Math.max(needed, Math.min(length, bytes.remaining())));
    nextDifference = 0;
  }

  /** Passes over all numbers, and returns what follows them. */
  public PageBytes passAll() throws IOException {
    while (left > 0) {
      pass(step(left));
    }
    return bytes.rest();
  }
}
