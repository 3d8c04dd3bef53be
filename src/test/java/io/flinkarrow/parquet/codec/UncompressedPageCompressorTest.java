package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;

class UncompressedPageCompressorTest extends PageCompressorTest {

  UncompressedPageCompressorTest() {
    super(CompressionCodec.UNCOMPRESSED, 0);
  }

  @Override
  byte[] decompress(byte[] compressed, int uncompressedLength) throws Exception {
    return compressed;
  }
}
