package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.ByteStreams;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;
import java.util.Arrays;

/** BYTE_STREAM_SPLIT, eight bytes per value. */
final class SplitLongs implements ValuesDecoder<DecodedLongs> {

  private final ByteStreams streams;

  SplitLongs(PageBytes bytes) throws IOException {
    this.streams = new ByteStreams(bytes, Long.BYTES);
  }

  @Override
  public int decode(int count, DecodedLongs target) throws IOException {
    int first = streams.pass(count);
    long[] values = target.reserve(count);
    int to = target.count();
    byte[] array = streams.array();
    Arrays.fill(values, to, to + count, 0);
    for (int stream = 0; stream < Long.BYTES; stream++) {
      int from = streams.at(stream) + first;
      int shift = stream * Byte.SIZE;
      for (int i = 0; i < count; i++) {
        values[to + i] |= (array[from + i] & 0xffL) << shift;
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
