package io.flinkarrow.parquet.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;

/** Zstandard frames, one or more. */
final class ZstdPageDecompressor extends PageDecompressor {

  /** A block of one byte repeated takes four bytes, and becomes 128 KiB. */
  private static final int MOST_PER_BYTE = (128 << 10) / 4;

  ZstdPageDecompressor() {
    super(CompressionCodec.ZSTD, MOST_PER_BYTE);
    NativeLibrary.ZSTD.require();
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    try {
      return (int) Zstd.decompressByteArray(output, 0, most, input, offset, length);
    } catch (ZstdException e) {
      throw malformed(e);
    }
  }
}
