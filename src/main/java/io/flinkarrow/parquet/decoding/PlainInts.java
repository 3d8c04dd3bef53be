package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** PLAIN: four bytes per value. */
final class PlainInts implements ValuesDecoder<DecodedInts> {

  private final PageBytes bytes;

  PlainInts(PageBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int decode(int count, DecodedInts target) throws IOException {
    int from = bytes.skip((long) count * Integer.BYTES);
    ByteBuffer.wrap(bytes.array(), from, bytes.at() - from)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(target.reserve(count), target.count(), count);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    bytes.skip((long) count * Integer.BYTES);
  }
}
