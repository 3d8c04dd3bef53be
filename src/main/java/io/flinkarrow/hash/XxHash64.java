package io.flinkarrow.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH64 of a byte range. Stable: hashes lie in checkpoints and in files. */
public final class XxHash64 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  private XxHash64() {}

  /** The hash of {@code length} bytes from {@code offset} on. */
  public static long of(byte[] bytes, int offset, int length, long seed) {
    int position = offset;
    int end = offset + length;
    long hash;
    if (length >= 32) {
      long first = seed + PRIME_1 + PRIME_2;
      long second = seed + PRIME_2;
      long third = seed;
      long fourth = seed - PRIME_1;
      for (; end - position >= 32; position += 32) {
        first = round(first, (long) LONG.get(bytes, position));
        second = round(second, (long) LONG.get(bytes, position + 8));
        third = round(third, (long) LONG.get(bytes, position + 16));
        fourth = round(fourth, (long) LONG.get(bytes, position + 24));
      }
      hash =
          Long.rotateLeft(first, 1)
              + Long.rotateLeft(second, 7)
              + Long.rotateLeft(third, 12)
              + Long.rotateLeft(fourth, 18);
      hash = merge(hash, first);
      hash = merge(hash, second);
      hash = merge(hash, third);
      hash = merge(hash, fourth);
    } else {
      hash = seed + PRIME_5;
    }
    return finish(tail(hash + length, bytes, position, end));
  }

  private static long tail(long start, byte[] bytes, int from, int end) {
    long hash = start;
    int position = from;
    for (; end - position >= 8; position += 8) {
      hash ^= round(0, (long) LONG.get(bytes, position));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (end - position >= 4) {
      hash ^= ((int) INT.get(bytes, position) & 0xFFFFFFFFL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      position += 4;
    }
    for (; position < end; position++) {
      hash ^= (bytes[position] & 0xFFL) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    return hash;
  }

  private static long round(long accumulator, long input) {
    return Long.rotateLeft(accumulator + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
  }

  private static long finish(long value) {
    long hash = value;
    hash ^= hash >>> 33;
    hash *= PRIME_2;
    hash ^= hash >>> 29;
    hash *= PRIME_3;
    hash ^= hash >>> 32;
    return hash;
  }
}
