package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;

/** Signed numbers of 4 or 8 bytes as the same ones of 16. */
final class SignExtension {

  private static final int WIDTH = 2 * Long.BYTES;

  private SignExtension() {}

  /**
   * @param values checked to hold {@code count} numbers
   * @param width bytes of each
   */
  static HeapBuffer of(HeapBuffer values, int count, int width, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    long length = (long) count * WIDTH;
    budget.charge(length, values.origin());
    if (length > Integer.MAX_VALUE - WIDTH) {
      throw new MalformedBytesException(
          values.origin(),
          "%d decimals of %d bits, which become more bytes than a batch holds; send fewer rows at a time"
              .formatted(count, width * Byte.SIZE));
    }
    byte[] wide = new byte[(int) length];
    for (int i = 0; i < count; i++) {
      long value = values.number(i, width);
      HeapBuffer.putInt64(wide, i * WIDTH, value);
      HeapBuffer.putInt64(wide, i * WIDTH + Long.BYTES, value >> (Long.SIZE - 1));
    }
    return new HeapBuffer(wide, 0, wide.length, values.origin());
  }
}
