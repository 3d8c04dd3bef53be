package io.flinkarrow.ipc.write;

import io.flinkarrow.ipc.body.HeapBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a payload on their way out, in an array that grows. */
final class PayloadOutput {

  private static final int FIRST_BYTES = 1 << 10;

  /** Array lengths near the maximum fail in some JVMs. */
  private static final int MAXIMUM_BYTES = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  int size() {
    return size;
  }

  /**
   * Makes room for so many bytes more, and some.
   *
   * @throws IllegalArgumentException if that would be more than a Java array holds
   */
  void reserve(long more) {
    long needed = size + more;
    if (needed > MAXIMUM_BYTES) {
      throw new IllegalArgumentException(
          "A payload of %d bytes is more than a Java array holds; write fewer batches at a time"
              .formatted(needed));
    }
    if (needed > bytes.length) {
      long grown = Math.max(needed + FIRST_BYTES, bytes.length * 3L / 2);
      bytes = Arrays.copyOf(bytes, (int) Math.min(grown, MAXIMUM_BYTES));
    }
  }

  void put(byte[] source) {
    put(ByteBuffer.wrap(source));
  }

  /** All that remains. */
  void put(ByteBuffer source) {
    int length = source.remaining();
    reserve(length);
    source.get(bytes, size, length);
    size += length;
  }

  void putInt32(int value) {
    reserve(Integer.BYTES);
    HeapBuffer.putInt32(bytes, size, value);
    size += Integer.BYTES;
  }

  void zeros(int count) {
    reserve(count);
    size += count;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
