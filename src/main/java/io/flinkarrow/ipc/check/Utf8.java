package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;

/** Whether bytes are well-formed UTF-8, as Unicode's table 3-7 has it. */
public final class Utf8 {

  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  static boolean isAscii(byte[] bytes, int from, int to) {
    int position = from;
    for (; to - position >= Long.BYTES; position += Long.BYTES) {
      if ((HeapBuffer.int64(bytes, position) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; position < to; position++) {
      if (bytes[position] < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean isValid(byte[] bytes, int from, int to) {
    int position = from;
    while (position < to) {
      if (to - position >= Long.BYTES && (HeapBuffer.int64(bytes, position) & HIGH_BITS) == 0) {
        position += Long.BYTES;
        continue;
      }
      int length = sequence(bytes, position, to);
      if (length == 0) {
        return false;
      }
      position += length;
    }
    return true;
  }

  /** Bytes of the character at a position; 0 if it is ill-formed. */
  private static int sequence(byte[] bytes, int position, int to) {
    int first = bytes[position] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || length > to - position) {
      return 0;
    }
    int second = bytes[position + 1] & 0xFF;
    // No overlong forms, no surrogates, nothing above U+10FFFF.
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int greatest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > greatest) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[position + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
