package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.FrontCodedValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.IOException;

/** DELTA_BYTE_ARRAY. */
final class DeltaBytes implements ValuesDecoder<DecodedBytes> {

  private final FrontCodedValues values;

  DeltaBytes(FrontCodedValues values) {
    this.values = values;
  }

  @Override
  public int decode(int count, DecodedBytes target) throws IOException {
    values.checkCount(count);
    target.reserve(count);
    for (int i = 0; i < count; i++) {
      if (target.hasNoRoomFor(values.nextLength())) {
        return i;
      }
      ByteArrayBuilder value = values.next();
      target.append(value.array(), 0, value.length());
    }
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    values.checkCount(count);
    for (int i = 0; i < count; i++) {
      values.next();
    }
  }
}
