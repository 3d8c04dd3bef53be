package io.flinkarrow.parquet.codec;

import io.airlift.compress.lz4.Lz4Decompressor;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.util.Arrays;

class Lz4RawPageCompressorTest extends PageCompressorTest {

  Lz4RawPageCompressorTest() {
    super(CompressionCodec.LZ4_RAW, 0);
  }

  @Override
  byte[] decompress(byte[] compressed, int uncompressedLength) throws Exception {
    byte[] page = new byte[uncompressedLength];
    int length =
        new Lz4Decompressor().decompress(compressed, 0, compressed.length, page, 0, page.length);
    return Arrays.copyOf(page, length);
  }
}
