package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.DeltaBinaryPackedDecoder;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import java.io.IOException;

/** DELTA_BINARY_PACKED, of 32 bits per value. */
final class DeltaInts implements ValuesDecoder<DecodedInts> {

  private final DeltaBinaryPackedDecoder numbers;

  DeltaInts(PageBytes bytes) throws IOException {
    this.numbers = new DeltaBinaryPackedDecoder(bytes);
  }

  @Override
  public int decode(int count, DecodedInts target) throws IOException {
    numbers.ints(target.reserve(count), target.count(), count);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    numbers.skip(count);
  }
}
