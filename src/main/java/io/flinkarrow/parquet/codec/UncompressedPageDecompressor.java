package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;

/** Copies. */
final class UncompressedPageDecompressor extends PageDecompressor {

  UncompressedPageDecompressor() {
    super(CompressionCodec.UNCOMPRESSED, 1);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output) {
    System.arraycopy(input, offset, output, 0, Math.min(length, output.length));
    return length;
  }
}
