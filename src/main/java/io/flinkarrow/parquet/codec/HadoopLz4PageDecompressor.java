package io.flinkarrow.parquet.codec;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Parquet's deprecated codec LZ4, which the format leaves open. Writers on Hadoop put LZ4 blocks
 * into frames of Hadoop's: the length that some blocks become together, then each block behind its
 * own length, all lengths big-endian. Others wrote a block without any framing. What is no frame of
 * Hadoop's to its last byte is taken for the latter, as Arrow C++ does. In Java.
 */
final class HadoopLz4PageDecompressor extends PageDecompressor {

  HadoopLz4PageDecompressor() {
    super("LZ4", Lz4RawPageDecompressor.MOST_PER_BYTE);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    int framed = framed(ByteBuffer.wrap(input, offset, length), output, most);
    if (framed >= 0) {
      return framed;
    }
    try {
      return new Lz4Decompressor().decompress(input, offset, length, output, 0, most);
    } catch (MalformedInputException e) {
      throw malformed(e);
    }
  }

  /**
   * @return the bytes that the frames became; -1 if they are none
   */
  private static int framed(ByteBuffer input, byte[] output, int most) {
    int written = 0;
    while (input.hasRemaining()) {
      if (input.remaining() < Integer.BYTES) {
        return -1;
      }
      int end = input.getInt();
      if (end < 0 || end > most - written) {
        return -1;
      }
      end += written;
      while (written < end) {
        int block = block(input, output, written, end - written);
        if (block < 1) {
          return -1;
        }
        written += block;
      }
    }
    return written;
  }

  /**
   * @return the bytes that the next block became; -1 if it is none
   */
  private static int block(ByteBuffer input, byte[] output, int at, int most) {
    if (input.remaining() < Integer.BYTES) {
      return -1;
    }
    int length = input.getInt();
    if (length < 1 || length > input.remaining()) {
      return -1;
    }
    try {
      int start = input.arrayOffset() + input.position();
      input.position(input.position() + length);
      return new Lz4Decompressor().decompress(input.array(), start, length, output, at, most);
    } catch (MalformedInputException e) {
      return -1;
    }
  }
}
