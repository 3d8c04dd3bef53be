package io.flinkarrow.parquet.decoding.bytes;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.IOException;

/**
 * A part of a page and a place in it, which moves forward. Nothing outside of the part is read.
 * Messages say what the page should have; they are to be completed with the page's name.
 */
public final class PageBytes {

  private static final int GROUP_BITS = 7;

  private final byte[] array;
  private final int end;
  private int at;

  /** {@code array[from .. to)}; the array is not copied, and must not change. */
  public PageBytes(byte[] array, int from, int to) {
    this.array = array;
    this.at = from;
    this.end = to;
  }

  public byte[] array() {
    return array;
  }

  /** Where in the array the next byte is. */
  public int at() {
    return at;
  }

  public int remaining() {
    return end - at;
  }

  /** The rest, which stays where it is. */
  public PageBytes rest() {
    return new PageBytes(array, at, end);
  }

  /** Passes over bytes, and returns them. */
  public PageBytes take(long count) throws IOException {
    int from = skip(count);
    return new PageBytes(array, from, at);
  }

  /**
   * Passes over bytes.
   *
   * @return where the first of them is
   */
  public int skip(long count) throws IOException {
    if (count < 0 || count > remaining()) {
      throw new IOException(
          "should have %d bytes more for its encoding, but has %d".formatted(count, remaining()));
    }
    int from = at;
    at += (int) count;
    return from;
  }

  public int nextByte() throws IOException {
    return array[skip(1)] & 0xff;
  }

  public int nextInt() throws IOException {
    return (int) ByteArrayBuilder.INT.get(array, skip(Integer.BYTES));
  }

  /** An unsigned number of at most 32 bits, seven per byte. */
  long nextUnsignedVarint() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += GROUP_BITS) {
      int part = nextByte();
      number |= (part & 0x7fL) << shift;
      if (part < 0x80) {
        return number & 0xffff_ffffL;
      }
    }
    throw new IOException("should have numbers of at most 32 bits, but has a longer one");
  }

  /** A signed number of at most 64 bits, seven per byte, the sign in the lowest bit. */
  long nextZigzagVarlong() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
      int part = nextByte();
      number |= (part & 0x7fL) << shift;
      if (part < 0x80) {
        return number >>> 1 ^ -(number & 1);
      }
    }
    throw new IOException("should have numbers of at most 64 bits, but has a longer one");
  }
}
