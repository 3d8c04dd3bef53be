package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;

/** PLAIN: the bytes of one value after the other, all values of one width. */
final class PlainFixedBytes implements ValuesDecoder<DecodedFixedBytes> {

  private final PageBytes bytes;
  private final int width;

  PlainFixedBytes(PageBytes bytes, int width) {
    this.bytes = bytes;
    this.width = width;
  }

  @Override
  public int decode(int count, DecodedFixedBytes target) throws IOException {
    int from = bytes.skip((long) count * width);
    System.arraycopy(bytes.array(), from, target.reserve(count), target.at(), count * width);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    bytes.skip((long) count * width);
  }
}
