package io.flinkarrow.ipc.body;

/**
 * One LZ4 block: literals and copies of what was written before, each checked before it is made.
 */
final class Lz4Block {

  private static final int MINIMUM_MATCH = 4;
  private static final int LONG_LENGTH = 15;

  private final byte[] source;
  private final int end;
  private int position;

  Lz4Block(byte[] source, int offset, int end) {
    this.source = source;
    this.position = offset;
    this.end = end;
  }

  /**
   * @param window first byte of the target that may be referred to
   * @param from where to write
   * @return where the next block is to be written
   */
  int decompress(byte[] target, int window, int from, int targetEnd)
      throws MalformedBytesException {
    int written = from;
    while (position < end) {
      int token = source[position++] & 0xFF;
      int literals = length(token >>> 4);
      if (literals > end - position || literals > targetEnd - written) {
        throw tooLong();
      }
      System.arraycopy(source, position, target, written, literals);
      position += literals;
      written += literals;
      if (position == end) {
        return written;
      }
      int distance = distance();
      int match = length(token & LONG_LENGTH) + MINIMUM_MATCH;
      if (distance == 0 || distance > written - window) {
        throw Lz4Frame.broken(position, "a copy from %d bytes before".formatted(distance));
      }
      if (match > targetEnd - written) {
        throw tooLong();
      }
      copy(target, written, distance, match);
      written += match;
    }
    throw Lz4Frame.broken(position, "a block ends early");
  }

  private int length(int first) throws MalformedBytesException {
    int length = first;
    if (first == LONG_LENGTH) {
      int more;
      do {
        if (position == end) {
          throw Lz4Frame.broken(position, "a block ends early");
        }
        more = source[position++] & 0xFF;
        length += more;
        if (length > Integer.MAX_VALUE / 2) {
          throw tooLong();
        }
      } while (more == 0xFF);
    }
    return length;
  }

  private int distance() throws MalformedBytesException {
    if (end - position < Short.BYTES) {
      throw Lz4Frame.broken(position, "a block ends early");
    }
    int distance = (source[position] & 0xFF) | ((source[position + 1] & 0xFF) << Byte.SIZE);
    position += Short.BYTES;
    return distance;
  }

  /** A copy that overlaps itself repeats what lies before it, in doubling steps. */
  private static void copy(byte[] target, int to, int distance, int length) {
    int from = to - distance;
    int copied = 0;
    while (copied < length) {
      int step = Math.min(length - copied, distance + copied);
      System.arraycopy(target, from, target, to + copied, step);
      copied += step;
    }
  }

  private MalformedBytesException tooLong() {
    return Lz4Frame.broken(position, "a block holds more than it has or than the buffer says");
  }
}
