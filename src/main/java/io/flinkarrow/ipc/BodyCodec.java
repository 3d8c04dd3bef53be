package io.flinkarrow.ipc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.flinkarrow.parquet.codec.NativeLibrary;
import java.util.Optional;

/** How a body's buffers are compressed, each by itself. In the format's order. */
enum BodyCodec {
  LZ4_FRAME,
  ZSTD;

  private static final int COMPRESSION_CODEC = 0;
  private static final int COMPRESSION_METHOD = 1;

  static Optional<BodyCodec> of(Optional<FlatTable> compression) throws MalformedPayloadException {
    if (compression.isEmpty()) {
      return Optional.empty();
    }
    FlatTable table = compression.get();
    int codec = table.int8(COMPRESSION_CODEC, 0);
    int method = table.int8(COMPRESSION_METHOD, 0);
    if (codec < 0 || codec >= values().length || method != 0) {
      throw new MalformedPayloadException(
          table.position(),
          "the body's compression is number %d with method %d; LZ4 frames (0) and ZSTD (1) by buffer (0) are read"
              .formatted(codec, method));
    }
    return Optional.of(values()[codec]);
  }

  /**
   * Fills exactly {@code targetLength} bytes.
   *
   * @throws MalformedPayloadException if the input becomes more or less, or isn't of this codec
   */
  void decompress(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws MalformedPayloadException {
    long written =
        switch (this) {
          case LZ4_FRAME ->
              new Lz4Frame(source, offset, offset + length)
                  .decompress(target, targetOffset, targetOffset + targetLength);
          case ZSTD -> zstd(source, offset, length, target, targetOffset, targetLength);
        };
    if (written != targetLength) {
      throw new MalformedPayloadException(
          offset,
          "a compressed buffer says that it becomes %d bytes but becomes %d"
              .formatted(targetLength, written));
    }
  }

  private static long zstd(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws MalformedPayloadException {
    NativeLibrary.ZSTD.require();
    try {
      return Zstd.decompressByteArray(target, targetOffset, targetLength, source, offset, length);
    } catch (ZstdException e) {
      throw new MalformedPayloadException(
          offset,
          "a compressed buffer is not ZSTD, or becomes more than the %d bytes it says"
              .formatted(targetLength),
          e);
    }
  }
}
