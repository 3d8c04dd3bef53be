package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.bytes.RunLengthBitPackingDecoder;
import java.io.IOException;

/** RLE: runs of one bit per value, their length before them. */
final class RunBooleans implements ValuesDecoder<DecodedBooleans> {

  private final RunLengthBitPackingDecoder runs;

  RunBooleans(PageBytes bytes) throws IOException {
    long length = Integer.toUnsignedLong(bytes.nextInt());
    this.runs = new RunLengthBitPackingDecoder(bytes.take(length), 1, 1, Integer.MAX_VALUE);
  }

  @Override
  public int decode(int count, DecodedBooleans target) throws IOException {
    runs.bits(target.reserve(count), target.count(), count);
    target.advance(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    runs.skip(count);
  }
}
