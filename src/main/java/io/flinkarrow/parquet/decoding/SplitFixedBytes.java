package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.ByteStreams;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;

/** BYTE_STREAM_SPLIT of byte arrays of one width. */
final class SplitFixedBytes implements ValuesDecoder<DecodedFixedBytes> {

  private final ByteStreams streams;
  private final int width;

  SplitFixedBytes(PageBytes bytes, int width) throws IOException {
    this.streams = new ByteStreams(bytes, width);
    this.width = width;
  }

  @Override
  public int decode(int count, DecodedFixedBytes target) throws IOException {
    int first = streams.pass(count);
    byte[] values = target.reserve(count);
    byte[] array = streams.array();
    for (int stream = 0; stream < width; stream++) {
      int from = streams.at(stream) + first;
      int to = target.at() + stream;
      for (int i = 0; i < count; i++) {
        values[to + i * width] = array[from + i];
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
