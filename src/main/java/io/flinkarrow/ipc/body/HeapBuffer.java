package io.flinkarrow.ipc.body;

import io.flinkarrow.layout.Bitmaps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A range of bytes in an array, read little-endian. Whoever reads has checked the length first;
 * ranges never reach beyond their array.
 *
 * @param origin where in the payload the buffer came from, for messages
 */
public record HeapBuffer(byte[] bytes, int offset, int length, long origin) {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What an omitted validity buffer is. */
  public static final HeapBuffer EMPTY = new HeapBuffer(new byte[0], 0, 0, 0);

  public static long int64(byte[] bytes, int position) {
    return (long) LONG.get(bytes, position);
  }

  public static void putInt32(byte[] bytes, int position, int value) {
    INT.set(bytes, position, value);
  }

  public static void putInt64(byte[] bytes, int position, long value) {
    LONG.set(bytes, position, value);
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte int8(int index) {
    return bytes[offset + index];
  }

  public int int32(int index) {
    return (int) INT.get(bytes, offset + index * Integer.BYTES);
  }

  public long int64(int index) {
    return (long) LONG.get(bytes, offset + index * Long.BYTES);
  }

  /** A signed number of 1, 2, 4 or 8 bytes. */
  public long number(int index, int width) {
    return switch (width) {
      case Byte.BYTES -> int8(index);
      case Short.BYTES -> (short) SHORT.get(bytes, offset + index * Short.BYTES);
      case Integer.BYTES -> int32(index);
      default -> int64(index);
    };
  }

  public boolean bit(int index) {
    return Bitmaps.isSet(bytes, offset, index);
  }

  /** Bits set in the first {@code count}. */
  public int bitsSet(int count) {
    int whole = count & -Long.SIZE;
    int set = 0;
    for (int i = 0; i < whole; i += Long.SIZE) {
      set += Long.bitCount((long) LONG.get(bytes, offset + (i >>> 3)));
    }
    for (int i = whole; i < count; i++) {
      set += bit(i) ? 1 : 0;
    }
    return set;
  }

  public void clear() {
    Arrays.fill(bytes, offset, offset + length, (byte) 0);
  }

  public void copyTo(byte[] target, int position) {
    System.arraycopy(bytes, offset, target, position, length);
  }
}
