package io.flinkarrow.parquet.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decompresses one raw Snappy block in Java: literals, and copies of what came before. Of sorted or
 * similar numbers, most bytes are copies of the number before, which is kept in a register: that is
 * faster than the native code, which has to wait for its own stores.
 *
 * <p>Whatever the block says, nothing outside of it is read, and nothing is written but the bytes
 * that it becomes. Far from its end, whole words are copied, and more than needed.
 */
final class SnappyBlock {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What two elements may read and write beyond what they stand for. */
  private static final int ROOM_IN = 48;

  private static final int ROOM_OUT = 128;

  /** As many bytes are copied without a look at how many are needed. */
  private static final int STEP = 4 * Long.BYTES;

  /** A literal of so many bytes lies in one word with its tag and the copy behind it. */
  private static final int SHORT_LITERAL = 5;

  private static final int SHORTEST_COPY = 4;

  /** Literals of more bytes have their length in up to four bytes behind the tag. */
  private static final int LONGEST_IN_TAG = 60;

  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_4 = 3;

  private static final int VARINT_BITS = 28;

  private final byte[] input;
  private final int end;
  private final byte[] output;

  /** Where the next element is, and where its bytes go. */
  private int at;

  private int to;

  /** A block in {@code input[from .. end)}. */
  SnappyBlock(byte[] input, int from, int end, byte[] output) {
    this.input = input;
    this.at = from;
    this.end = end;
    this.output = output;
  }

  /** The length that the block says it becomes, which comes first. */
  int promised() throws IOException {
    int length = 0;
    for (int shift = 0; shift <= VARINT_BITS; shift += 7) {
      if (at == end) {
        throw damaged("its length has no end");
      }
      int part = input[at++];
      length |= (part & 0x7f) << shift;
      if (part >= 0) {
        return length;
      }
    }
    throw damaged("its length has more than 32 bits");
  }

  /**
   * Fills {@code output[0 .. length)}.
   *
   * @throws IOException if the block does not become as many bytes
   */
  void decompress(int length) throws IOException {
    words(length);
    while (at < end) {
      int tag = input[at++] & 0xff;
      int kind = tag & 3;
      if (kind == LITERAL) {
        literal(tag >>> 2, length);
      } else {
        int bytes = kind == COPY_4 ? Integer.BYTES : kind;
        int count = kind == COPY_1 ? SHORTEST_COPY + ((tag >>> 2) & 7) : 1 + (tag >>> 2);
        int distance = (kind == COPY_1 ? (tag >>> 5) << Byte.SIZE : 0) | number(bytes);
        copy(distance, count, length);
      }
    }
    if (to != length) {
      throw damaged("it becomes %d bytes".formatted(to));
    }
  }

  /** As long as neither end is near. */
  private void words(int length) throws IOException {
    int safeEnd = end - ROOM_IN;
    int safeTo = length - ROOM_OUT;
    int from = at;
    int target = to;
    while (from < safeEnd && target < safeTo) {
      long word = (long) LONG.get(input, from);
      if ((word & 3) == LITERAL) {
        if (isBeforeShortCopy(word) && target >= Long.BYTES) {
          at = from;
          to = target;
          word = pairs(word, safeEnd, safeTo);
          from = at;
          target = to;
          if ((word & 3) != LITERAL || from >= safeEnd || target >= safeTo) {
            continue;
          }
        }
        int count = (((int) word >>> 2) & 63) + 1;
        from++;
        if (count > STEP) {
          at = from;
          to = target;
          literal(count - 1, length);
          from = at;
          target = to;
          continue;
        }
        words(input, from, output, target);
        from += count;
        target += count;
        word = (long) LONG.get(input, from);
        if ((word & 3) == LITERAL) {
          continue;
        }
      }
      int tag = (int) word & 0xff;
      int kind = tag & 3;
      // No branch: which of the two kinds comes next cannot be predicted.
      int isShort = kind & COPY_1;
      int count = ((tag >>> 2) & (63 >>> (3 * isShort))) + 1 + (SHORTEST_COPY - 1) * isShort;
      int distance =
          (((int) word >>> Byte.SIZE) & (0xffff >>> (Byte.SIZE * isShort)))
              | (((tag >>> 5) << Byte.SIZE) & -isShort);
      from += 3 - isShort;
      if (kind == COPY_4) {
        count = 1 + (tag >>> 2);
        distance = (int) (word >>> Byte.SIZE);
        from += 3;
      }
      int source = target - distance;
      if (distance < Long.BYTES || source < 0) {
        to = target;
        copy(distance, count, length);
      } else {
        words(output, source, output, target);
        for (int i = STEP; i < count; i += Long.BYTES) {
          LONG.set(output, target + i, (long) LONG.get(output, source + i));
        }
      }
      target += count;
    }
    at = from;
    to = target;
  }

  /** Whether a short literal is followed by a copy of the kind with one byte. */
  private static boolean isBeforeShortCopy(long word) {
    int count = (((int) word >>> 2) & 63) + 1;
    int next = (int) (word >>> (Byte.SIZE * count + Byte.SIZE));
    return (((int) word & 3) | ((next & 0xe3) ^ COPY_1) | ((SHORT_LITERAL - count) & ~0xff)) == 0;
  }

  /**
   * Short literals, each with a copy from 8 to 255 bytes before behind it.
   *
   * @param first the word at the first literal
   * @return the word behind the last copy
   */
  private long pairs(long first, int safeEnd, int safeTo) throws IOException {
    int from = at;
    int target = to;
    long word = first;
    long last = (long) LONG.get(output, target - Long.BYTES);
    do {
      int count = (((int) word >>> 2) & 63) + 1;
      int bits = Byte.SIZE * count;
      int next = (int) (word >>> (bits + Byte.SIZE));
      int distance = (next >>> Byte.SIZE) & 0xff;
      int both = count + SHORTEST_COPY + ((next >>> 2) & 7);
      if (distance == Long.BYTES) {
        // The last eight bytes again, the first ones replaced by the literal.
        long mask = (1L << bits) - 1;
        last = (last & ~mask) | ((word >>> Byte.SIZE) & mask);
        LONG.set(output, target, last);
        LONG.set(output, target + Long.BYTES, last);
        last = Long.rotateRight(last, Byte.SIZE * both);
      } else if (distance > Long.BYTES && distance <= target + count) {
        int source = target + count - distance;
        LONG.set(output, target, word >>> Byte.SIZE);
        LONG.set(output, target + count, (long) LONG.get(output, source));
        LONG.set(output, target + count + Long.BYTES, (long) LONG.get(output, source + Long.BYTES));
        last = (long) LONG.get(output, target + both - Long.BYTES);
      } else {
        break;
      }
      from += count + 3;
      target += both;
      word = (long) LONG.get(input, from);
    } while (isBeforeShortCopy(word) && from < safeEnd && target < safeTo);
    at = from;
    to = target;
    return word;
  }

  private static void words(byte[] source, int from, byte[] target, int to) {
    LONG.set(target, to, (long) LONG.get(source, from));
    LONG.set(target, to + 8, (long) LONG.get(source, from + 8));
    LONG.set(target, to + 16, (long) LONG.get(source, from + 16));
    LONG.set(target, to + 24, (long) LONG.get(source, from + 24));
  }

  /**
   * @param stated what the tag says: one less than the length, or in how many bytes that is
   */
  private void literal(int stated, int length) throws IOException {
    long count = 1L + stated;
    if (stated >= LONGEST_IN_TAG) {
      count = 1 + Integer.toUnsignedLong(number(stated - LONGEST_IN_TAG + 1));
    }
    if (count > end - at || count > length - to) {
      throw damaged("it has a literal of %d bytes".formatted(count));
    }
    System.arraycopy(input, at, output, to, (int) count);
    at += (int) count;
    to += (int) count;
  }

  /** Byte by byte, because a copy may go on with what it has copied. */
  private void copy(int distance, int count, int length) throws IOException {
    if (distance <= 0 || distance > to) {
      throw distant(distance);
    }
    if (count > length - to) {
      throw damaged("it becomes more than %d bytes".formatted(length));
    }
    for (int i = to; i < to + count; i++) {
      output[i] = output[i - distance];
    }
    to += count;
  }

  /** The next bytes, at most four, the least significant first. */
  private int number(int bytes) throws IOException {
    if (bytes > end - at) {
      throw damaged("its last element has no end");
    }
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (input[at++] & 0xff) << (Byte.SIZE * i);
    }
    return number;
  }

  private IOException distant(int distance) {
    return damaged(
        "it has a copy from %d bytes before byte %d"
            .formatted(Integer.toUnsignedLong(distance), to));
  }

  private static IOException damaged(String what) {
    return new IOException(what);
  }
}
