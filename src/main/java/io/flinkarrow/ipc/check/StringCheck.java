package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import java.nio.charset.StandardCharsets;

/** Strings with offsets, which have been checked: whether they are UTF-8, and their repair. */
final class StringCheck {

  /** What U+FFFD takes, and what it may take the place of. */
  private static final int GROWTH = 3;

  private final CheckedColumn column;
  private final HeapBuffer offsets;
  private final int width;
  private final HeapBuffer data;

  StringCheck(CheckedColumn column, HeapBuffer offsets, int width, HeapBuffer data) {
    this.column = column;
    this.offsets = offsets;
    this.width = width;
    this.data = data;
  }

  /** The first slot that is neither null nor UTF-8; negative if there is none. */
  int firstInvalid() {
    if (column.length() == 0 || Utf8.isAscii(data.bytes(), start(0), start(column.length()))) {
      return -1;
    }
    for (int i = 0; i < column.length(); i++) {
      if (!column.isNull(i) && !Utf8.isValid(data.bytes(), start(i), start(i + 1))) {
        return i;
      }
    }
    return -1;
  }

  private int start(int slot) {
    return data.offset() + (int) offsets.number(slot, width);
  }

  /** New offsets and data. */
  record Repaired(HeapBuffer offsets, HeapBuffer data) {}

  /** Replaces ill-formed sequences; nulls become empty. */
  Repaired repair(PayloadMemoryLimit budget) throws MalformedBytesException {
    long bytes = 0;
    for (int i = 0; i < column.length(); i++) {
      bytes += (long) (start(i + 1) - start(i)) * (isInvalid(i) ? GROWTH : 1);
    }
    budget.charge(bytes + (column.length() + 1L) * width, data.origin());
    if (bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw column.refused(
          data, "has more bytes of strings than a batch holds once they are repaired");
    }
    byte[] target = new byte[(int) bytes];
    byte[] targetOffsets = new byte[(column.length() + 1) * width];
    int position = 0;
    for (int i = 0; i < column.length(); i++) {
      byte[] repaired = isInvalid(i) ? repaired(data.bytes(), start(i), start(i + 1)) : null;
      int length =
          repaired != null ? repaired.length : column.isNull(i) ? 0 : start(i + 1) - start(i);
      System.arraycopy(
          repaired != null ? repaired : data.bytes(),
          repaired != null ? 0 : start(i),
          target,
          position,
          length);
      position += length;
      put(targetOffsets, i + 1, position);
    }
    return new Repaired(
        new HeapBuffer(targetOffsets, 0, targetOffsets.length, offsets.origin()),
        new HeapBuffer(target, 0, position, data.origin()));
  }

  private boolean isInvalid(int slot) {
    return !column.isNull(slot) && !Utf8.isValid(data.bytes(), start(slot), start(slot + 1));
  }

  private void put(byte[] target, int index, int value) {
    if (width == Integer.BYTES) {
      HeapBuffer.putInt32(target, index * Integer.BYTES, value);
    } else {
      HeapBuffer.putInt64(target, index * Long.BYTES, value);
    }
  }

  /** With U+FFFD in place of every ill-formed sequence. */
  static byte[] repaired(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8)
        .getBytes(StandardCharsets.UTF_8);
  }
}
