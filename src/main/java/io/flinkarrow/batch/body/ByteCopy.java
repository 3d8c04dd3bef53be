package io.flinkarrow.batch.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Ranges of bytes that are mostly short, as single values and texts are. */
public final class ByteCopy {

  private static final VarHandle SHORTS = view(short[].class);
  public static final VarHandle INTS = view(int[].class);
  public static final VarHandle LONGS = view(long[].class);

  private ByteCopy() {}

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies {@code [from, from + length)}, up to 16 bytes as two numbers that may overlap: that is
   * faster than a call.
   */
  public static void copy(byte[] source, int from, int length, byte[] target, int offset) {
    if (length > 2 * Long.BYTES) {
      System.arraycopy(source, from, target, offset, length);
    } else if (length >= Long.BYTES) {
      int rest = length - Long.BYTES;
      LONGS.set(target, offset, (long) LONGS.get(source, from));
      LONGS.set(target, offset + rest, (long) LONGS.get(source, from + rest));
    } else if (length >= Integer.BYTES) {
      int rest = length - Integer.BYTES;
      INTS.set(target, offset, (int) INTS.get(source, from));
      INTS.set(target, offset + rest, (int) INTS.get(source, from + rest));
    } else if (length >= Short.BYTES) {
      target[offset + length - 1] = source[from + length - 1];
      SHORTS.set(target, offset, (short) SHORTS.get(source, from));
    } else if (length > 0) {
      target[offset] = source[from];
    }
  }
}
