package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Raw Snappy blocks, without the framing format. Native, but without a context to keep. */
final class SnappyPageCompressor extends PageCompressor {

  SnappyPageCompressor() {
    super(CompressionCodec.SNAPPY);
    NativeLibrary.SNAPPY.require();
  }

  /** Snappy's documented bound; its own function computes it in 32 bits. */
  @Override
  long bound(int length) {
    return 32L + length + length / 6;
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    try {
      return Snappy.rawCompress(input, offset, length, output, outputOffset);
    } catch (IOException e) {
      throw new IllegalStateException("SNAPPY failed on a page of %d bytes".formatted(length), e);
    }
  }
}
