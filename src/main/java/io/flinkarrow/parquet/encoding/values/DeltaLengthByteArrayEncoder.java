package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;

/** DELTA_LENGTH_BYTE_ARRAY: all lengths, delta-encoded, before all bytes. */
final class DeltaLengthByteArrayEncoder extends PageEncoder {

  DeltaLengthByteArrayEncoder() {
    super(ValueEncoding.DELTA_LENGTH_BYTE_ARRAY);
  }

  @Override
  public void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    ByteArrayBuilder lengths = new ByteArrayBuilder();
    lengths.reserve(Math.multiplyExact(Integer.BYTES, valueCount));
    int at = 0;
    for (int i = 0; i < valueCount; i++) {
      int length = (int) ByteArrayBuilder.INT.get(plain, at);
      lengths.putIntLittleEndian(length);
      at += Integer.BYTES + length;
    }
    DeltaBinaryPackedIntEncoder.putInts(lengths.array(), valueCount, DeltaBlocks.SHORT, out);
    int to = out.reserve(plainLength);
    byte[] target = out.array();
    int from = 0;
    for (int i = 0; i < valueCount; i++) {
      int length = (int) ByteArrayBuilder.INT.get(plain, from);
      ByteArrayBuilder.copy(plain, from + Integer.BYTES, target, to, length);
      from += Integer.BYTES + length;
      to += length;
    }
    out.advance(plainLength - Integer.BYTES * valueCount);
  }
}
