package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.ByteStreams;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;
import java.util.Arrays;

/** BYTE_STREAM_SPLIT, four bytes per value. */
final class SplitInts implements ValuesDecoder<DecodedInts> {

  private final ByteStreams streams;

  SplitInts(PageBytes bytes) throws IOException {
    this.streams = new ByteStreams(bytes, Integer.BYTES);
  }

  @Override
  public int decode(int count, DecodedInts target) throws IOException {
    int first = streams.pass(count);
    int[] values = target.reserve(count);
    int to = target.count();
    byte[] array = streams.array();
    Arrays.fill(values, to, to + count, 0);
    for (int stream = 0; stream < Integer.BYTES; stream++) {
      int from = streams.at(stream) + first;
      int shift = stream * Byte.SIZE;
      for (int i = 0; i < count; i++) {
        values[to + i] |= (array[from + i] & 0xff) << shift;
      }
    }
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    streams.pass(count);
  }
}
