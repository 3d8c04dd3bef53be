package io.flinkarrow.parquet.codec;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.flinkarrow.parquet.column.CompressionCodec;
import java.io.IOException;

/** LZ4 blocks without any framing. In Java. */
final class Lz4RawPageDecompressor extends PageDecompressor {

  Lz4RawPageDecompressor() {
    super(CompressionCodec.LZ4_RAW);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output) throws IOException {
    try {
      return new Lz4Decompressor().decompress(input, offset, length, output, 0, output.length);
    } catch (MalformedInputException e) {
      throw malformed(e);
    }
  }
}
