package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;

/** PLAIN: the values as they are. */
final class PlainPageEncoder extends PageEncoder {

  static final PlainPageEncoder INSTANCE = new PlainPageEncoder();

  private PlainPageEncoder() {
    super(ValueEncoding.PLAIN);
  }

  @Override
  public void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    out.put(plain, 0, plainLength);
  }
}
