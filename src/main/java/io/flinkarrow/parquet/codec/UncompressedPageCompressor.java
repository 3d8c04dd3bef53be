package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;

/** Copies. */
final class UncompressedPageCompressor extends PageCompressor {

  UncompressedPageCompressor() {
    super(CompressionCodec.UNCOMPRESSED);
  }

  @Override
  long bound(int length) {
    return length;
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    System.arraycopy(input, offset, output, outputOffset, length);
    return length;
  }
}
