package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import org.xerial.snappy.Snappy;

class SnappyPageCompressorTest extends PageCompressorTest {

  SnappyPageCompressorTest() {
    super(CompressionCodec.SNAPPY, 0);
  }

  @Override
  byte[] decompress(byte[] compressed, int uncompressedLength) throws Exception {
    return Snappy.uncompress(compressed);
  }
}
