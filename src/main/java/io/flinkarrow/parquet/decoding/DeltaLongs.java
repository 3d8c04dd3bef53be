package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.DeltaBinaryPackedDecoder;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;

/** DELTA_BINARY_PACKED, of 64 bits per value. */
final class DeltaLongs implements ValuesDecoder<DecodedLongs> {

  private final DeltaBinaryPackedDecoder numbers;

  DeltaLongs(PageBytes bytes) throws IOException {
    this.numbers = new DeltaBinaryPackedDecoder(bytes);
  }

  @Override
  public int decode(int count, DecodedLongs target) throws IOException {
    numbers.longs(target.reserve(count), target.count(), count);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    numbers.skip(count);
  }
}
