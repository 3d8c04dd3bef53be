package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.FrontCodedValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.IOException;

/** DELTA_BYTE_ARRAY of byte arrays of one width. */
final class DeltaFixedBytes implements ValuesDecoder<DecodedFixedBytes> {

  private final FrontCodedValues values;
  private final int width;

  DeltaFixedBytes(FrontCodedValues values, int width) {
    this.values = values;
    this.width = width;
  }

  @Override
  public int decode(int count, DecodedFixedBytes target) throws IOException {
    values.checkCount(count);
    byte[] array = target.reserve(count);
    for (int i = 0; i < count; i++) {
      System.arraycopy(next().array(), 0, array, target.at(), width);
      target.advance(1);
    }
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    values.checkCount(count);
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private ByteArrayBuilder next() throws IOException {
    if (values.nextLength() != width) {
      throw new IOException(
          "should have values of %d bytes, but has one of %d"
              .formatted(width, values.nextLength()));
    }
    return values.next();
  }
}
