package io.flinkarrow.ipc.body;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.flinkarrow.parquet.codec.NativeLibrary;

/** How a body's buffers are compressed, each by itself. In the format's order. */
public enum BodyCodec {
  LZ4_FRAME,
  ZSTD;

  /**
   * Fills exactly {@code targetLength} bytes.
   *
   * @throws MalformedBytesException if the input becomes more or less, or isn't of this codec
   */
  void decompress(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws MalformedBytesException {
    long written =
        switch (this) {
          case LZ4_FRAME ->
              new Lz4Frame(source, offset, offset + length)
                  .decompress(target, targetOffset, targetOffset + targetLength);
          case ZSTD -> zstd(source, offset, length, target, targetOffset, targetLength);
        };
    if (written != targetLength) {
      throw new MalformedBytesException(
          offset,
          "a compressed buffer says that it becomes %d bytes but becomes %d"
              .formatted(targetLength, written));
    }
  }

  private static long zstd(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws MalformedBytesException {
    NativeLibrary.ZSTD.require();
    try {
      return Zstd.decompressByteArray(target, targetOffset, targetLength, source, offset, length);
    } catch (ZstdException e) {
      throw new MalformedBytesException(
          offset,
          "a compressed buffer is not ZSTD, or becomes more than the %d bytes it says"
              .formatted(targetLength),
          e);
    }
  }
}
