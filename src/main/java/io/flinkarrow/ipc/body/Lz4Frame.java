package io.flinkarrow.ipc.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One LZ4 frame, as the LZ4 frame format describes it: blocks that may refer to those before them,
 * with their checksums. Plain Java; the output array's bounds are the window, and all that is
 * written to.
 */
final class Lz4Frame {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAGIC = 0x184D2204;
  private static final int VERSION_SHIFT = 6;
  private static final int INDEPENDENT_BLOCKS = 1 << 5;
  private static final int BLOCK_CHECKSUM = 1 << 4;
  private static final int CONTENT_SIZE = 1 << 3;
  private static final int CONTENT_CHECKSUM = 1 << 2;
  private static final int RESERVED = 1 << 1;
  private static final int DICTIONARY = 1;
  private static final int STORED = 1 << 31;

  private final byte[] source;
  private final int end;
  private int position;

  Lz4Frame(byte[] source, int offset, int end) {
    this.source = source;
    this.position = offset;
    this.end = end;
  }

  /**
   * @return bytes written
   */
  int decompress(byte[] target, int targetOffset, int targetEnd) throws MalformedBytesException {
    int start = position;
    int flags = header();
    int written = targetOffset;
    for (int size = int32(); size != 0; size = int32()) {
      int length = size & ~STORED;
      int block = position;
      skip(length);
      int window = (flags & INDEPENDENT_BLOCKS) != 0 ? written : targetOffset;
      if ((size & STORED) == 0) {
        written =
            new Lz4Block(source, block, block + length)
                .decompress(target, window, written, targetEnd);
      } else {
        if (length > targetEnd - written) {
          throw broken(block, "it becomes more bytes than it says");
        }
        System.arraycopy(source, block, target, written, length);
        written += length;
      }
      if ((flags & BLOCK_CHECKSUM) != 0 && XxHash32.of(source, block, length) != int32()) {
        throw broken(block, "a block's checksum is another");
      }
    }
    int length = written - targetOffset;
    if ((flags & CONTENT_CHECKSUM) != 0 && XxHash32.of(target, targetOffset, length) != int32()) {
      throw broken(start, "its checksum is another");
    }
    if (position != end) {
      throw broken(position, "%d bytes follow it".formatted(end - position));
    }
    return length;
  }

  /** The frame descriptor; its flags. */
  private int header() throws MalformedBytesException {
    if (int32() != MAGIC) {
      throw broken(position - Integer.BYTES, "it has another magic number");
    }
    int descriptor = position;
    skip(2);
    int flags = source[descriptor];
    if ((flags & 0xFF) >>> VERSION_SHIFT != 1 || (flags & (RESERVED | DICTIONARY)) != 0) {
      throw broken(descriptor, "it has another version or needs a dictionary");
    }
    if ((flags & CONTENT_SIZE) != 0) {
      skip(Long.BYTES);
    }
    int length = position - descriptor;
    skip(1);
    byte checksum = (byte) (XxHash32.of(source, descriptor, length) >>> Byte.SIZE);
    if (checksum != source[position - 1]) {
      throw broken(descriptor, "its header's checksum is another");
    }
    return flags;
  }

  private int int32() throws MalformedBytesException {
    skip(Integer.BYTES);
    return (int) INT.get(source, position - Integer.BYTES);
  }

  private void skip(int bytes) throws MalformedBytesException {
    if (bytes > end - position) {
      throw broken(position, "it ends early");
    }
    position += bytes;
  }

  static MalformedBytesException broken(int where, String reason) {
    return new MalformedBytesException(where, "A buffer is no good LZ4 frame: " + reason);
  }
}
