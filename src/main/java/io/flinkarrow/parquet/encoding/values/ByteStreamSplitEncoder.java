package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;

/**
 * BYTE_STREAM_SPLIT: the first bytes of all values, then their second ones, and so on. Eight values
 * are transposed at a time, eight or four of their bytes together, within 64-bit words.
 */
public final class ByteStreamSplitEncoder extends PageEncoder {

  private static final int VALUES = 8;
  private static final long HALVES = 0x00000000FFFFFFFFL;
  private static final long QUARTERS = 0x0000FFFF0000FFFFL;
  private static final long BYTES = 0x00FF00FF00FF00FFL;

  private final int width;

  /**
   * @param width the bytes of a value
   */
  ByteStreamSplitEncoder(int width) {
    super(ValueEncoding.BYTE_STREAM_SPLIT);
    this.width = width;
  }

  @Override
  public void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    int at = out.reserve(plainLength);
    byte[] target = out.array();
    int stream = 0;
    for (; stream + Long.BYTES <= width; stream += Long.BYTES) {
      splitEight(plain, stream, valueCount, target, at + stream * valueCount);
    }
    for (; stream + Integer.BYTES <= width; stream += Integer.BYTES) {
      splitFour(plain, stream, valueCount, target, at + stream * valueCount);
    }
    for (; stream < width; stream++) {
      splitBytes(plain, stream, 0, valueCount, target, at + stream * valueCount);
    }
    out.advance(plainLength);
  }

  /** Eight streams, the first of which takes the values' bytes at {@code from}. */
  private void splitEight(byte[] plain, int from, int count, byte[] target, int at) {
    int i = 0;
    for (; i + VALUES <= count; i += VALUES) {
      int source = from + i * width;
      long a = (long) ByteArrayBuilder.LONG.get(plain, source);
      long b = (long) ByteArrayBuilder.LONG.get(plain, source + width);
      long c = (long) ByteArrayBuilder.LONG.get(plain, source + 2 * width);
      long d = (long) ByteArrayBuilder.LONG.get(plain, source + 3 * width);
      long e = (long) ByteArrayBuilder.LONG.get(plain, source + 4 * width);
      long f = (long) ByteArrayBuilder.LONG.get(plain, source + 5 * width);
      long g = (long) ByteArrayBuilder.LONG.get(plain, source + 6 * width);
      long h = (long) ByteArrayBuilder.LONG.get(plain, source + 7 * width);
      // The low halves of four pairs, in which the low half of every value lies, and the high ones.
      long ae = (a & HALVES) | e << 32;
      long bf = (b & HALVES) | f << 32;
      long cg = (c & HALVES) | g << 32;
      long dh = (d & HALVES) | h << 32;
      putFour(ae, bf, cg, dh, target, at + i, count);
      ae = a >>> 32 | (e & ~HALVES);
      bf = b >>> 32 | (f & ~HALVES);
      cg = c >>> 32 | (g & ~HALVES);
      dh = d >>> 32 | (h & ~HALVES);
      putFour(ae, bf, cg, dh, target, at + i + 4 * count, count);
    }
    for (int stream = 0; stream < Long.BYTES; stream++) {
      splitBytes(plain, from + stream, i, count, target, at + stream * count);
    }
  }

  /** Four streams, the first of which takes the values' bytes at {@code from}. */
  private void splitFour(byte[] plain, int from, int count, byte[] target, int at) {
    int i = 0;
    for (; i + VALUES <= count; i += VALUES) {
      int source = from + i * width;
      long ae = pair(plain, source, source + 4 * width);
      long bf = pair(plain, source + width, source + 5 * width);
      long cg = pair(plain, source + 2 * width, source + 6 * width);
      long dh = pair(plain, source + 3 * width, source + 7 * width);
      putFour(ae, bf, cg, dh, target, at + i, count);
    }
    for (int stream = 0; stream < Integer.BYTES; stream++) {
      splitBytes(plain, from + stream, i, count, target, at + stream * count);
    }
  }

  private static long pair(byte[] plain, int low, int high) {
    return ((int) ByteArrayBuilder.INT.get(plain, low) & HALVES)
        | (long) (int) ByteArrayBuilder.INT.get(plain, high) << 32;
  }

  /**
   * Four bytes of each of eight values, the first and the fifth in the first word, to four streams.
   */
  private static void putFour(
      long ae, long bf, long cg, long dh, byte[] target, int at, int stride) {
    long acegLow = (ae & QUARTERS) | (cg & QUARTERS) << 16;
    long acegHigh = (ae >>> 16 & QUARTERS) | (cg & ~QUARTERS);
    long bdfhLow = (bf & QUARTERS) | (dh & QUARTERS) << 16;
    long bdfhHigh = (bf >>> 16 & QUARTERS) | (dh & ~QUARTERS);
    ByteArrayBuilder.LONG.set(target, at, (acegLow & BYTES) | (bdfhLow & BYTES) << 8);
    ByteArrayBuilder.LONG.set(target, at + stride, (acegLow >>> 8 & BYTES) | (bdfhLow & ~BYTES));
    ByteArrayBuilder.LONG.set(
        target, at + 2 * stride, (acegHigh & BYTES) | (bdfhHigh & BYTES) << 8);
    ByteArrayBuilder.LONG.set(
        target, at + 3 * stride, (acegHigh >>> 8 & BYTES) | (bdfhHigh & ~BYTES));
  }

  private void splitBytes(
      byte[] plain, int from, int firstValue, int count, byte[] target, int at) {
    for (int i = firstValue; i < count; i++) {
      target[at + i] = plain[from + i * width];
    }
  }
}
