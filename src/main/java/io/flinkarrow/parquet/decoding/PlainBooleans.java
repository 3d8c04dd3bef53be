package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.BitWords;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;

/** PLAIN: a bit per value. */
final class PlainBooleans implements ValuesDecoder<DecodedBooleans> {

  private final PageBytes bytes;

  /** Bits that are passed. */
  private long passed;

  PlainBooleans(PageBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int decode(int count, DecodedBooleans target) throws IOException {
    long first = passed;
    skip(count);
    int at = bytes.at() + (int) (first >>> 3);
    BitWords.copy(bytes.array(), at, (int) first & 7, target.reserve(count), target.count(), count);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    long bits = (long) bytes.remaining() * Byte.SIZE;
    if (count > bits - passed) {
      throw new IOException(
          "should have %d values more, but has %d bits".formatted(count, bits - passed));
    }
    passed += count;
  }
}
