package io.flinkarrow.parquet.decoding.bytes;

import java.io.IOException;

/**
 * The streams of BYTE_STREAM_SPLIT: the first bytes of all values, then their second ones, and so
 * on.
 */
public final class ByteStreams {

  private final byte[] array;
  private final int start;
  private final int values;
  private int passed;

  /**
   * @param width the bytes of a value
   */
  public ByteStreams(PageBytes bytes, int width) throws IOException {
    this.values = bytes.remaining() / width;
    this.array = bytes.array();
    this.start = bytes.at();
    if (bytes.remaining() % width != 0) {
      throw new IOException(
          "should have %d streams of equal length, but has %d bytes"
              .formatted(width, bytes.remaining()));
    }
  }

  public byte[] array() {
    return array;
  }

  /** Where a stream begins. */
  public int at(int stream) {
    return start + stream * values;
  }

  /**
   * Passes over values.
   *
   * @return the number of the first of them
   */
  public int pass(int count) throws IOException {
    if (count > values - passed) {
      throw new IOException(
          "should have %d values more, but has %d".formatted(count, values - passed));
    }
    int first = passed;
    passed += count;
    return first;
  }
}
