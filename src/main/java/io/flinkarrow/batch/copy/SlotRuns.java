package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.ByteCopy;
import io.flinkarrow.layout.Bitmaps;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Slots to be gathered, in the order of the result, as runs of neighbours: what lies side by side
 * is copied at once. Grows by {@link #add} only.
 */
public final class SlotRuns {

  private static final int INITIAL_RUNS = 16;

  private int[] starts;
  private int[] lengths;
  private int runs;
  private long count;
  private int end;
  private boolean ascending = true;

  SlotRuns() {
    this(INITIAL_RUNS);
  }

  /**
   * @param capacity runs for which there is room before it grows
   */
  SlotRuns(int capacity) {
    starts = new int[Math.max(1, capacity)];
    lengths = new int[starts.length];
  }

  /**
   * The rows in the order given.
   *
   * @throws IndexOutOfBoundsException if one isn't in {@code [0, rowCount)}
   */
  public static SlotRuns of(int[] rows, int rowCount) {
    SlotRuns slots = new SlotRuns(rows.length);
    for (int row : rows) {
      if (row < 0 || row >= rowCount) {
        throw new IndexOutOfBoundsException(
            "Row %d is not one of the batch's %d rows".formatted(row, rowCount));
      }
      slots.add(row, 1);
    }
    return slots;
  }

  /** Both must not be negative, and their sum an int. */
  void add(int start, int length) {
    if (length == 0) {
      return;
    }
    count += length;
    ascending &= start >= end;
    end = Math.max(end, start + length);
    if (runs > 0 && starts[runs - 1] + lengths[runs - 1] == start) {
      lengths[runs - 1] += length;
      return;
    }
    if (runs == starts.length) {
      starts = Arrays.copyOf(starts, 2 * runs);
      lengths = Arrays.copyOf(lengths, 2 * runs);
    }
    starts[runs] = start;
    lengths[runs] = length;
    runs++;
  }

  public int runs() {
    return runs;
  }

  public int start(int run) {
    return starts[run];
  }

  public int length(int run) {
    return lengths[run];
  }

  /** All slots together. */
  long count() {
    return count;
  }

  /** Whether each comes once, in the source's order. */
  boolean isAscending() {
    return ascending;
  }

  /** Slots that a source must have. */
  int end() {
    return end;
  }

  /** The slots of a child that has {@code factor} slots for each of these; they must be ints. */
  SlotRuns scaled(int factor) {
    SlotRuns scaled = new SlotRuns(runs);
    for (int run = 0; run < runs; run++) {
      scaled.add(starts[run] * factor, lengths[run] * factor);
    }
    return scaled;
  }

  /**
   * Copies the slots' values, each {@code width} bytes wide.
   *
   * @param values of an array, as all that is gathered from
   */
  void copy(ByteBuffer values, int width, byte[] target, int offset) {
    byte[] source = values.array();
    int base = values.arrayOffset();
    switch (width) {
      case Integer.BYTES -> copyInts(source, base, target, offset);
      case Long.BYTES -> copyLongs(source, base, target, offset);
      default -> copyRuns(source, base, width, target, offset);
    }
  }

  private void copyInts(byte[] source, int base, byte[] target, int offset) {
    int position = offset;
    for (int run = 0; run < runs; run++) {
      int from = base + starts[run] * Integer.BYTES;
      int bytes = lengths[run] * Integer.BYTES;
      if (bytes == Integer.BYTES) {
        ByteCopy.INTS.set(target, position, (int) ByteCopy.INTS.get(source, from));
      } else {
        System.arraycopy(source, from, target, position, bytes);
      }
      position += bytes;
    }
  }

  private void copyLongs(byte[] source, int base, byte[] target, int offset) {
    int position = offset;
    for (int run = 0; run < runs; run++) {
      int from = base + starts[run] * Long.BYTES;
      int bytes = lengths[run] * Long.BYTES;
      if (bytes == Long.BYTES) {
        ByteCopy.LONGS.set(target, position, (long) ByteCopy.LONGS.get(source, from));
      } else {
        System.arraycopy(source, from, target, position, bytes);
      }
      position += bytes;
    }
  }

  private void copyRuns(byte[] source, int base, int width, byte[] target, int offset) {
    int position = offset;
    for (int run = 0; run < runs; run++) {
      int length = lengths[run] * width;
      ByteCopy.copy(source, base + starts[run] * width, length, target, position);
      position += length;
    }
  }

  /** Bits set among the slots'. */
  int countSet(ByteBuffer bits) {
    int set = 0;
    for (int run = 0; run < runs; run++) {
      set +=
          lengths[run] == 1
              ? (Bitmaps.isSet(bits, starts[run]) ? 1 : 0)
              : Bitmaps.count(bits, starts[run], lengths[run]);
    }
    return set;
  }

  /** Copies the slots' bits; the target's are zero before. */
  void copyBits(ByteBuffer bits, byte[] target, int offset) {
    byte[] source = bits.array();
    int base = bits.arrayOffset();
    int position = offset;
    int gathered = 0;
    int mask = 1;
    for (int run = 0; run < runs; run++) {
      int runEnd = starts[run] + lengths[run];
      for (int slot = starts[run]; slot < runEnd; slot++) {
        if (Bitmaps.isSet(source, base, slot)) {
          gathered |= mask;
        }
        mask <<= 1;
        if (mask == 1 << Byte.SIZE) {
          target[position++] = (byte) gathered;
          gathered = 0;
          mask = 1;
        }
      }
    }
    if (mask > 1) {
      target[position] = (byte) gathered;
    }
  }
}
