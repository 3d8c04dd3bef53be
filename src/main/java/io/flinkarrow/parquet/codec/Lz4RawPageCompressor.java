package io.flinkarrow.parquet.codec;

import io.airlift.compress.lz4.Lz4Compressor;
import io.flinkarrow.parquet.options.CompressionCodec;

/** LZ4 blocks without any framing. In Java; each thread reuses one hash table of 16 KiB. */
final class Lz4RawPageCompressor extends PageCompressor {

  private static final ThreadLocal<Lz4Compressor> COMPRESSOR =
      ThreadLocal.withInitial(Lz4Compressor::new);

  Lz4RawPageCompressor() {
    super(CompressionCodec.LZ4_RAW);
  }

  /** The bound of the block format; the library computes it in 32 bits. */
  @Override
  long bound(int length) {
    return 16L + length + length / 255;
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    return COMPRESSOR
        .get()
        .compress(input, offset, length, output, outputOffset, output.length - outputOffset);
  }
}
