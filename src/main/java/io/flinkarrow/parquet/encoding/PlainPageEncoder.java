package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.ValueEncoding;

/** PLAIN: the values as they are. */
final class PlainPageEncoder extends PageEncoder {

  PlainPageEncoder() {
    super(ValueEncoding.PLAIN);
  }

  @Override
  void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    out.put(plain, 0, plainLength);
  }
}
