package io.flinkarrow.parquet.encoding;

import java.nio.ByteBuffer;

/**
 * The end of a DELTA_BINARY_PACKED section. parquet-java leaves remains of earlier blocks in the
 * last one: widths of miniblocks that it does not have, and values behind its last. Readers skip
 * them, and the format wants zeros there.
 */
final class DeltaTail {

  /**
   * @param widthsAt where the widths of the last block are, or the section's end if it has no block
   * @param lastCount the differences in the last block
   * @param end the section's end
   */
  record Tail(int widthsAt, int lastCount, int end) {

    /** Overwrites what has no meaning with zeros and returns where the section ends. */
    int clear(byte[] section) {
      int at = widthsAt + 4;
      for (int miniblock = 0; miniblock < 4 && widthsAt < end; miniblock++) {
        int count = Math.min(32, Math.max(0, lastCount - 32 * miniblock));
        int width = section[widthsAt + miniblock];
        if (count == 0) {
          section[widthsAt + miniblock] = 0;
        } else {
          for (int bit = count * width; bit < 32 * width; bit++) {
            section[at + bit / 8] &= (byte) ~(1 << (bit % 8));
          }
          at += 4 * width;
        }
      }
      return end;
    }
  }

  private DeltaTail() {}

  static Tail of(byte[] section, int from) {
    ByteBuffer in = ByteBuffer.wrap(section).position(from);
    skipVarint(in);
    skipVarint(in);
    int values = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      values |= (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    skipVarint(in);
    int widthsAt = in.position();
    int count = 0;
    for (int left = values - 1; left > 0; left -= 128) {
      skipVarint(in);
      widthsAt = in.position();
      in.position(widthsAt + 4);
      count = Math.min(128, left);
      for (int miniblock = 0; 32 * miniblock < count; miniblock++) {
        in.position(in.position() + 4 * section[widthsAt + miniblock]);
      }
    }
    return new Tail(widthsAt, count, in.position());
  }

  private static void skipVarint(ByteBuffer in) {
    while (in.get() < 0) {}
  }
}
