package io.flinkarrow.parquet.codec;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One Brotli stream (RFC 7932) per page. Native; its context lives as long as the call. Whatever a
 * stream says, it takes no more than the window of the format: 16 MiB.
 */
final class BrotliPageDecompressor extends PageDecompressor {

  /** A meta-block becomes 16 MiB at most, and what says so takes over three bytes. */
  private static final int MOST_PER_BYTE = (16 << 20) / 3;

  /** As much of a page is copied to native memory at a time. */
  private static final int MOST_INPUT = 1 << 16;

  BrotliPageDecompressor() {
    super(CompressionCodec.BROTLI, MOST_PER_BYTE);
    NativeLibrary.BROTLI.require();
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(Math.max(1, Math.min(length, MOST_INPUT)));
    try {
      int read = 0;
      int written = 0;
      while (true) {
        switch (decoder.getStatus()) {
          case NEEDS_MORE_INPUT -> {
            int part = Math.min(length - read, MOST_INPUT);
            if (part == 0) {
              throw malformed(new IOException("the stream has no end"));
            }
            decoder.getInputBuffer().clear();
            decoder.getInputBuffer().put(input, offset + read, part);
            read += part;
            decoder.push(part);
          }
          case NEEDS_MORE_OUTPUT -> {
            ByteBuffer part = decoder.pull();
            if (part.remaining() > most - written) {
              return most + 1;
            }
            int bytes = part.remaining();
            part.get(output, written, bytes);
            written += bytes;
          }
          case OK -> decoder.push(0);
          case ERROR -> throw malformed(new IOException("the decoder reports an error"));
          case DONE -> {
            return written;
          }
        }
      }
    } finally {
      decoder.destroy();
    }
  }
}
