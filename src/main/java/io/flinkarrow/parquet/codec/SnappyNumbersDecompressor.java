package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;

/** Raw Snappy blocks of numbers, in Java. */
final class SnappyNumbersDecompressor extends PageDecompressor {

  SnappyNumbersDecompressor() {
    super(CompressionCodec.SNAPPY, SnappyPageDecompressor.MOST_PER_BYTE);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    try {
      SnappyBlock block = new SnappyBlock(input, offset, offset + length, output);
      int promised = block.promised();
      if (promised == most) {
        block.decompress(most);
      }
      return promised;
    } catch (IOException e) {
      throw malformed(e);
    }
  }
}
