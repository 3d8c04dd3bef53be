package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;

/** Copies. */
final class UncompressedPageDecompressor extends PageDecompressor {

  UncompressedPageDecompressor() {
    super(CompressionCodec.UNCOMPRESSED, 1);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most) {
    System.arraycopy(input, offset, output, 0, Math.min(length, most));
    return length;
  }
}
