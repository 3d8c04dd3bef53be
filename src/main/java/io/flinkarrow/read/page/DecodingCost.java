package io.flinkarrow.read.page;

import java.io.IOException;
import org.apache.parquet.column.Encoding;

/**
 * What parquet-column allocates to decode a page, found out before it does. Runs of levels and of
 * dictionary ids, and blocks of deltas, begin with a count, and a few bytes can claim billions. A
 * claim that the page cannot hold is refused; others cost what they say.
 *
 * <p>To be used in the order in which the parts of a page come. Messages say what the page should
 * have; they are to be completed with the page.
 */
final class DecodingCost {

  /** Writers fill up the last run of a page, to eight values or to a block of their own. */
  private static final int MAXIMUM_PADDING = 512;

  private final byte[] bytes;
  private final int end;
  private final int values;
  private int at;
  private int valuesStart;
  private long fewestDeltas = Integer.MAX_VALUE;
  private long heapBytes;

  /**
   * @param values of the page, nulls among them
   */
  DecodingCost(byte[] bytes, int from, int to, int values) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.values = values;
  }

  /** What all parts so far cost together. */
  long heapBytes() {
    return heapBytes;
  }

  /**
   * Levels of a page of version 1.
   *
   * @param encoding RLE or BIT_PACKED
   */
  void levels(Encoding encoding, int maximum) throws IOException {
    int width = width(maximum);
    if (maximum > 0 && encoding == Encoding.RLE) {
      prefixedRuns(width);
    } else if (maximum > 0) {
      at = (int) Math.min(end, at + ((long) values * width + 7) / 8);
    }
  }

  /** Levels of a page of version 2, which are all that there are in these bytes. */
  void levels(int maximum) throws IOException {
    if (maximum > 0) {
      runs(width(maximum), end);
    }
  }

  void values(Encoding encoding) throws IOException {
    valuesStart = at;
    switch (encoding) {
      case PLAIN, BIT_PACKED -> {}
      case RLE -> prefixedRuns(1);
      case RLE_DICTIONARY, PLAIN_DICTIONARY -> {
        if (at < end) {
          runs(bytes[at++] & 0xff, end);
        }
      }
      case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> deltas();
      case DELTA_BYTE_ARRAY -> {
        deltas();
        deltas();
      }
      case BYTE_STREAM_SPLIT -> heapBytes += end - at;
    }
  }

  /** Where the values began. */
  int valuesStart() {
    return valuesStart;
  }

  /** The deltas of the values; of the shortest series if there are two. */
  int deltaCount() {
    return (int) fewestDeltas;
  }

  private static int width(int maximum) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(maximum);
  }

  private void prefixedRuns(int width) throws IOException {
    long length = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      length |= (long) next() << (Byte.SIZE * i);
    }
    if (length > end - at) {
      throw new IOException(
          "should have runs within its %d bytes, but has %d bytes of them"
              .formatted(end - at, length));
    }
    runs(width, at + (int) length);
  }

  /** Bit-packed runs are unpacked as a whole, into four bytes a value. */
  private void runs(int width, int to) throws IOException {
    long seen = 0;
    long longest = 0;
    while (at < to && seen < values) {
      long header = number();
      long count = header >>> 1;
      if ((header & 1) == 0) {
        seen += count;
        at = (int) Math.min(to, at + (long) (width + 7) / 8);
      } else {
        long packed = count * 8;
        if (packed > values - seen + MAXIMUM_PADDING) {
          throw new IOException(
              "should have %d values more, but has a run of %d".formatted(values - seen, packed));
        }
        seen += packed;
        longest = Math.max(longest, packed * Integer.BYTES + count * width);
        at = (int) Math.min(to, at + count * width);
      }
    }
    at = to;
    heapBytes += longest;
  }

  /** All deltas are unpacked at once, into eight bytes a value, the last mini block as a whole. */
  private void deltas() throws IOException {
    if (at == end) {
      fewestDeltas = 0;
      return;
    }
    long block = number();
    long miniBlocks = number();
    long total = number();
    skipNumber();
    if (miniBlocks == 0 || block == 0 || block % miniBlocks != 0 || total > values) {
      throw new IOException(
          "should have at most %d deltas in blocks of equal mini blocks, but has %d in blocks of %d with %d"
              .formatted(values, total, block, miniBlocks));
    }
    fewestDeltas = Math.min(fewestDeltas, total);
    long miniBlock = block / miniBlocks;
    long unpacked = (total + miniBlock - 1) / miniBlock * miniBlock + 1;
    heapBytes += unpacked * Long.BYTES + miniBlocks * Integer.BYTES;
    long left = total - 1;
    while (left > 0 && at < end) {
      skipNumber();
      long widths = at;
      long next = widths + miniBlocks;
      for (long i = widths; i < widths + miniBlocks && i < end && left > 0; i++) {
        next += (bytes[(int) i] & 0xff) * miniBlock / 8;
        left -= miniBlock;
      }
      at = (int) Math.min(end, next);
    }
  }

  /** Seven bits a byte, of 32 bits. */
  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int part = next();
      number |= (part & 0x7fL) << shift;
      if (part < 0x80) {
        return number & 0xffffffffL;
      }
    }
    throw new IOException("should have numbers of at most 32 bits, but has a longer one");
  }

  private void skipNumber() throws IOException {
    while (next() >= 0x80) {
      // Its last byte is less.
    }
  }

  private int next() throws IOException {
    if (at == end) {
      throw new IOException("ends within a number that its encoding needs");
    }
    return bytes[at++] & 0xff;
  }
}
