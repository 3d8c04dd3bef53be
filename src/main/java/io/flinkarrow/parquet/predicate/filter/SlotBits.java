package io.flinkarrow.parquet.predicate.filter;

import io.flinkarrow.layout.Bitmaps;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A bit for each slot of a column, or row of a batch. Changed in place. */
final class SlotBits {

  private final int count;

  /** Bits behind the last slot are not set. */
  private final long[] words;

  private SlotBits(int count, long[] words) {
    this.count = count;
    this.words = words;
  }

  /** Decides about each slot. */
  interface SlotTest {
    boolean test(int slot);
  }

  static SlotBits none(int count) {
    return new SlotBits(count, new long[words(count)]);
  }

  static SlotBits all(int count) {
    return none(count).invert();
  }

  static SlotBits of(int count, SlotTest test) {
    SlotBits bits = none(count);
    bits.put(0, count, test);
    return bits;
  }

  /**
   * Sets the bits of slots of which none is set.
   *
   * @param from the first slot, at which a word begins
   * @param test is asked with numbers from 0 on
   */
  void put(int from, int length, SlotTest test) {
    for (int start = 0; start < length; start += Long.SIZE) {
      int end = Math.min(Long.SIZE, length - start);
      long set = 0;
      for (int bit = 0; bit < end; bit++) {
        set |= test.test(start + bit) ? 1L << bit : 0;
      }
      words[(from + start) / Long.SIZE] = set;
    }
  }

  /**
   * The slots that are no nulls.
   *
   * @param validity empty if none is null
   */
  static SlotBits ofValidity(ByteBuffer validity, int count) {
    return validity.limit() == 0 ? all(count) : ofBitmap(validity, count);
  }

  static SlotBits ofBitmap(ByteBuffer bitmap, int count) {
    SlotBits bits = none(count);
    byte[] copy = new byte[bits.words.length * Long.BYTES];
    bitmap.get(0, copy, 0, Bitmaps.bytes(count));
    ByteBuffer.wrap(copy).order(bitmap.order()).asLongBuffer().get(bits.words);
    return bits.cut();
  }

  /** Sets all bits from {@code from} on, before {@code to}. */
  void set(int from, int to) {
    for (int slot = from; slot < to; slot++) {
      words[slot / Long.SIZE] |= 1L << (slot % Long.SIZE);
    }
  }

  private static int words(int count) {
    return (int) ((count + Long.SIZE - 1L) / Long.SIZE);
  }

  private SlotBits cut() {
    int rest = count % Long.SIZE;
    if (rest != 0) {
      words[words.length - 1] &= (1L << rest) - 1;
    }
    return this;
  }

  SlotBits invert() {
    for (int i = 0; i < words.length; i++) {
      words[i] = ~words[i];
    }
    return cut();
  }

  SlotBits and(SlotBits other) {
    for (int i = 0; i < words.length; i++) {
      words[i] &= other.words[i];
    }
    return this;
  }

  SlotBits or(SlotBits other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
    return this;
  }

  boolean isEmpty() {
    return Arrays.stream(words).allMatch(word -> word == 0);
  }

  boolean isSet(int slot) {
    return (words[slot / Long.SIZE] >>> (slot % Long.SIZE) & 1) != 0;
  }

  /** How many slots there are. */
  int count() {
    return count;
  }

  /** The slots that are set, in their order. */
  int[] slots() {
    int[] slots = new int[Arrays.stream(words).mapToInt(Long::bitCount).sum()];
    int next = 0;
    for (int word = 0; word < words.length; word++) {
      for (long rest = words[word]; rest != 0; rest &= rest - 1) {
        slots[next++] = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
      }
    }
    return slots;
  }
}
