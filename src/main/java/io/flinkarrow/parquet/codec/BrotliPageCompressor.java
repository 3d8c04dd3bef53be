package io.flinkarrow.parquet.codec;

import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One Brotli stream (RFC 7932) per page. Native; its context lives as long as the call, because the
 * library has none that can be used again.
 */
final class BrotliPageCompressor extends PageCompressor {

  /** As much of a page is copied to native memory at a time. */
  private static final int MOST_INPUT = 1 << 20;

  /** Brotli's own: as much as the level likes. */
  private static final int DEFAULT_WINDOW = -1;

  private final int level;

  BrotliPageCompressor(int level) {
    super(CompressionCodec.BROTLI);
    NativeLibrary.BROTLI.require();
    this.level = level;
  }

  /**
   * Brotli stores what does not shrink. Its own bound has 4 bytes per 16 KiB; this one is wider,
   * because a page may be passed in several parts.
   */
  @Override
  long bound(int length) {
    return (long) length + (length >>> 10) + 64;
  }

  @Override
  int compressChecked(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    try {
      int room = Math.max(1, Math.min(length, MOST_INPUT));
      EncoderJNI.Wrapper encoder = new EncoderJNI.Wrapper(room, level, DEFAULT_WINDOW, null);
      try {
        ByteBuffer result = ByteBuffer.wrap(output, outputOffset, output.length - outputOffset);
        int read = 0;
        do {
          int part = Math.min(length - read, MOST_INPUT);
          encoder.getInputBuffer().clear();
          encoder.getInputBuffer().put(input, offset + read, part);
          read += part;
          compress(encoder, read < length ? Operation.PROCESS : Operation.FINISH, part, result);
        } while (read < length);
        return result.position() - outputOffset;
      } finally {
        encoder.destroy();
      }
    } catch (IOException e) {
      throw new IllegalStateException("BROTLI failed on a page of %d bytes".formatted(length), e);
    }
  }

  private static void compress(
      EncoderJNI.Wrapper encoder, Operation operation, int length, ByteBuffer result)
      throws IOException {
    encoder.push(operation, length);
    while (true) {
      if (!encoder.isSuccess()) {
        throw new IOException("the encoder reports an error");
      }
      if (encoder.hasMoreOutput()) {
        result.put(encoder.pull());
      } else if (encoder.hasRemainingInput()
          || (operation == Operation.FINISH && !encoder.isFinished())) {
        encoder.push(operation, 0);
      } else {
        return;
      }
    }
  }
}
