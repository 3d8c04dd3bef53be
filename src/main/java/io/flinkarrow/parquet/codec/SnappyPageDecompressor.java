package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Raw Snappy blocks. The native code trusts a block's own length, so that is looked at first. */
final class SnappyPageDecompressor extends PageDecompressor {

  /** A copy of 64 bytes takes three. */
  static final int MOST_PER_BYTE = 22;

  SnappyPageDecompressor() {
    super(CompressionCodec.SNAPPY, MOST_PER_BYTE);
    NativeLibrary.SNAPPY.require();
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    try {
      int promised = Snappy.uncompressedLength(input, offset, length);
      return promised == most ? Snappy.uncompress(input, offset, length, output, 0) : promised;
    } catch (IOException e) {
      throw malformed(e);
    }
  }
}
