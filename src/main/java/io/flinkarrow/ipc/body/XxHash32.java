package io.flinkarrow.ipc.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH32 with seed 0, the checksum of LZ4 frames. */
final class XxHash32 {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int PRIME_1 = 0x9E3779B1;
  private static final int PRIME_2 = 0x85EBCA77;
  private static final int PRIME_3 = 0xC2B2AE3D;
  private static final int PRIME_4 = 0x27D4EB2F;
  private static final int PRIME_5 = 0x165667B1;

  /** Their sum, in 32 bits. */
  private static final int PRIMES_1_AND_2 = 0x24234428;

  private static final int STRIPE = 16;

  private XxHash32() {}

  static int of(byte[] bytes, int offset, int length) {
    int position = offset;
    int end = offset + length;
    int hash = PRIME_5;
    if (length >= STRIPE) {
      int first = PRIMES_1_AND_2;
      int second = PRIME_2;
      int third = 0;
      int fourth = -PRIME_1;
      for (; end - position >= STRIPE; position += STRIPE) {
        first = round(first, (int) INT.get(bytes, position));
        second = round(second, (int) INT.get(bytes, position + 4));
        third = round(third, (int) INT.get(bytes, position + 8));
        fourth = round(fourth, (int) INT.get(bytes, position + 12));
      }
      hash =
          Integer.rotateLeft(first, 1)
              + Integer.rotateLeft(second, 7)
              + Integer.rotateLeft(third, 12)
              + Integer.rotateLeft(fourth, 18);
    }
    hash += length;
    for (; end - position >= Integer.BYTES; position += Integer.BYTES) {
      hash = Integer.rotateLeft(hash + (int) INT.get(bytes, position) * PRIME_3, 17) * PRIME_4;
    }
    for (; position < end; position++) {
      hash = Integer.rotateLeft(hash + (bytes[position] & 0xFF) * PRIME_5, 11) * PRIME_1;
    }
    hash = (hash ^ (hash >>> 15)) * PRIME_2;
    hash = (hash ^ (hash >>> 13)) * PRIME_3;
    return hash ^ (hash >>> 16);
  }

  private static int round(int accumulator, int input) {
    return Integer.rotateLeft(accumulator + input * PRIME_2, 13) * PRIME_1;
  }
}
