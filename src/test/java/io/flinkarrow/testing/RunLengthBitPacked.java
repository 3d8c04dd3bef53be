package io.flinkarrow.testing;

import java.nio.ByteBuffer;

/** Decodes the format's RLE / bit-packed hybrid, one bit at a time, and forgives nothing. */
final class RunLengthBitPacked {

  private RunLengthBitPacked() {}

  /** Reads {@code count} values and leaves the buffer's position behind the last run read. */
  static int[] decode(ByteBuffer in, int bitWidth, int count) {
    int[] values = new int[count];
    int filled = 0;
    while (filled < count) {
      int header = unsignedVarInt(in);
      int length = header >>> 1;
      if (length == 0) {
        throw new IllegalArgumentException("A run of length 0");
      }
      if ((header & 1) == 0) {
        if (length > count - filled) {
          throw new IllegalArgumentException(
              "A run of %d values where %d are left".formatted(length, count - filled));
        }
        int value = littleEndian(in, (bitWidth + 7) / 8);
        for (int i = 0; i < length; i++) {
          values[filled++] = value;
        }
      } else {
        if (8L * length >= count - filled + 8L) {
          throw new IllegalArgumentException(
              "%d groups of 8 where %d values are left".formatted(length, count - filled));
        }
        byte[] packed = new byte[length * bitWidth];
        in.get(packed);
        for (int i = 0; i < 8 * length && filled < count; i++) {
          values[filled++] = bits(packed, i * bitWidth, bitWidth);
        }
      }
    }
    return values;
  }

  private static int bits(byte[] packed, int from, int width) {
    int value = 0;
    for (int bit = 0; bit < width; bit++) {
      int position = from + bit;
      value |= ((packed[position / 8] >> (position % 8)) & 1) << bit;
    }
    return value;
  }

  private static int littleEndian(ByteBuffer in, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xff) << (8 * i);
    }
    return value;
  }

  private static int unsignedVarInt(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A varint of more than 5 bytes");
  }
}
