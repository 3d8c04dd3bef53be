package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** PLAIN: eight bytes per value. */
final class PlainLongs implements ValuesDecoder<DecodedLongs> {

  private final PageBytes bytes;

  PlainLongs(PageBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int decode(int count, DecodedLongs target) throws IOException {
    int from = bytes.skip((long) count * Long.BYTES);
    ByteBuffer.wrap(bytes.array(), from, bytes.at() - from)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(target.reserve(count), target.count(), count);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    bytes.skip((long) count * Long.BYTES);
  }
}
