package io.flinkarrow.parquet.statistics;

import java.util.Arrays;

/**
 * Shortens the bounds of byte strings. A shortened minimum is a prefix, a shortened maximum a
 * prefix whose last character or byte that has a successor is replaced by it; what follows it is
 * dropped. Bounds of valid UTF-8 stay valid UTF-8 if asked for.
 */
final class BinaryTruncation {

  private static final int LAST_CODE_POINT = 0x10FFFF;
  private static final int BEFORE_SURROGATES = 0xD7FF;
  private static final int AFTER_SURROGATES = 0xE000;
  private static final int INVALID = -1;

  private BinaryTruncation() {}

  /** A lower bound of {@code bytes[0 .. length)}, which is longer than {@code limit}. */
  static byte[] lowerBound(byte[] bytes, int length, int limit, boolean utf8) {
    int end = utf8 ? characterBoundary(bytes, length, limit) : limit;
    return Arrays.copyOf(bytes, end == INVALID ? limit : end);
  }

  /**
   * An upper bound, at most {@code limit} long, of {@code bytes[0 .. length)}, which is longer;
   * {@code null} if there is none.
   */
  static byte[] upperBound(byte[] bytes, int length, int limit, boolean utf8) {
    if (utf8) {
      int end = characterBoundary(bytes, length, limit);
      if (end != INVALID) {
        return nextCharacters(bytes, end, limit);
      }
    }
    return nextBytes(bytes, limit);
  }

  private static byte[] nextBytes(byte[] bytes, int end) {
    for (int i = end - 1; i >= 0; i--) {
      if (bytes[i] != (byte) 0xFF) {
        byte[] bound = Arrays.copyOf(bytes, i + 1);
        bound[i]++;
        return bound;
      }
    }
    return null;
  }

  private static byte[] nextCharacters(byte[] bytes, int end, int limit) {
    int to = end;
    while (to > 0) {
      int from = to - 1;
      while (isContinuation(bytes[from])) {
        from--;
      }
      int next = codePoint(bytes, from, to) + 1;
      if (next == BEFORE_SURROGATES + 1) {
        next = AFTER_SURROGATES;
      }
      if (next <= LAST_CODE_POINT && from + encodedLength(next) <= limit) {
        byte[] bound = Arrays.copyOf(bytes, from + encodedLength(next));
        encode(next, bound, from);
        return bound;
      }
      to = from;
    }
    return null;
  }

  /**
   * The end of the last whole character within {@code limit} bytes, or {@link #INVALID} if what
   * precedes it isn't UTF-8.
   */
  private static int characterBoundary(byte[] bytes, int length, int limit) {
    int at = 0;
    while (at < limit) {
      int characterLength = characterLength(bytes, at, length);
      if (characterLength == INVALID) {
        return INVALID;
      }
      if (at + characterLength > limit) {
        break;
      }
      at += characterLength;
    }
    return at;
  }

  private static int characterLength(byte[] bytes, int from, int end) {
    int lead = bytes[from] & 0xFF;
    int length =
        lead < 0x80
            ? 1
            : lead < 0xC2 ? INVALID : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : INVALID;
    if (length == INVALID || from + length > end) {
      return INVALID;
    }
    for (int i = from + 1; i < from + length; i++) {
      if (!isContinuation(bytes[i])) {
        return INVALID;
      }
    }
    int codePoint = codePoint(bytes, from, from + length);
    boolean valid =
        codePoint <= LAST_CODE_POINT
            && encodedLength(codePoint) == length
            && (codePoint <= BEFORE_SURROGATES || codePoint >= AFTER_SURROGATES);
    return valid ? length : INVALID;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }

  private static int codePoint(byte[] bytes, int from, int to) {
    int codePoint =
        switch (to - from) {
          case 1 -> bytes[from];
          case 2 -> bytes[from] & 0x1F;
          case 3 -> bytes[from] & 0x0F;
          default -> bytes[from] & 0x07;
        };
    for (int i = from + 1; i < to; i++) {
      codePoint = codePoint << 6 | (bytes[i] & 0x3F);
    }
    return codePoint;
  }

  private static int encodedLength(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  private static void encode(int codePoint, byte[] target, int at) {
    int length = encodedLength(codePoint);
    if (length == 1) {
      target[at] = (byte) codePoint;
      return;
    }
    int rest = codePoint;
    for (int i = at + length - 1; i > at; i--) {
      target[i] = (byte) (0x80 | (rest & 0x3F));
      rest >>>= 6;
    }
    target[at] = (byte) (0xF00 >>> length | rest);
  }
}
