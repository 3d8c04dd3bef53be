package io.flinkarrow.parquet.encoding.values;

import java.nio.ByteBuffer;

/**
 * The end of a DELTA_BINARY_PACKED section. parquet-java leaves remains of earlier blocks in the
 * last one: widths of miniblocks that it does not have, and values behind its last. Readers skip
 * them, and the format wants zeros there.
 */
final class DeltaTail {

  /**
   * @param block the differences of a whole block
   * @param widthsAt where the widths of the last block are, or the section's end if it has no block
   * @param lastCount the differences in the last block
   * @param end the section's end
   */
  record Tail(int block, int widthsAt, int lastCount, int end) {

    /** Overwrites what has no meaning with zeros and returns where the section ends. */
    int clear(byte[] section) {
      int at = widthsAt + 4;
      for (int miniblock = 0; miniblock < 4 && widthsAt < end; miniblock++) {
        int count = Math.min(block / 4, Math.max(0, lastCount - block / 4 * miniblock));
        int width = section[widthsAt + miniblock];
        if (count == 0) {
          section[widthsAt + miniblock] = 0;
        } else {
          for (int bit = count * width; bit < block / 4 * width; bit++) {
            section[at + bit / 8] &= (byte) ~(1 << (bit % 8));
          }
          at += block / 32 * width;
        }
      }
      return end;
    }
  }

  private DeltaTail() {}

  static Tail of(byte[] section, int from) {
    ByteBuffer in = ByteBuffer.wrap(section).position(from);
    int block = varint(in);
    varint(in);
    int values = varint(in);
    varint(in);
    int widthsAt = in.position();
    int count = 0;
    for (int left = values - 1; left > 0; left -= block) {
      varint(in);
      widthsAt = in.position();
      in.position(widthsAt + 4);
      count = Math.min(block, left);
      for (int miniblock = 0; block / 4 * miniblock < count; miniblock++) {
        in.position(in.position() + block / 32 * section[widthsAt + miniblock]);
      }
    }
    return new Tail(block, widthsAt, count, in.position());
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= shift < Integer.SIZE ? (next & 0x7F) << shift : 0;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
