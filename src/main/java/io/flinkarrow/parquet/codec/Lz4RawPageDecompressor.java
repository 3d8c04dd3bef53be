package io.flinkarrow.parquet.codec;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;

/** LZ4 blocks without any framing. In Java. */
final class Lz4RawPageDecompressor extends PageDecompressor {

  /** A match's length goes on by 255 with each byte. */
  static final int MOST_PER_BYTE = 256;

  Lz4RawPageDecompressor() {
    super(CompressionCodec.LZ4_RAW, MOST_PER_BYTE);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    try {
      return new Lz4Decompressor().decompress(input, offset, length, output, 0, most);
    } catch (MalformedInputException e) {
      throw malformed(e);
    }
  }
}
