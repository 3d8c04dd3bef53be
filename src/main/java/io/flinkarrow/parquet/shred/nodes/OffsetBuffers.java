package io.flinkarrow.parquet.shred.nodes;

import java.nio.ByteBuffer;

/** Checks offsets, and reads them: once checked they fit an int, whatever their width. */
public final class OffsetBuffers {

  /** From here on a bulk copy is worth its view. */
  private static final int BULK = 16;

  private OffsetBuffers() {}

  /** Copies offsets {@code from} to {@code from + slots}, both included. */
  public static void copy(ByteBuffer offsets, boolean wide, int from, int slots, int[] target) {
    if (wide) {
      for (int i = 0; i <= slots; i++) {
        target[i] = (int) offsets.getLong((from + i) * Long.BYTES);
      }
    } else if (slots >= BULK) {
      offsets.asIntBuffer().get(from, target, 0, slots + 1);
    } else {
      for (int i = 0; i <= slots; i++) {
        target[i] = offsets.getInt((from + i) * Integer.BYTES);
      }
    }
  }

  public static long at(ByteBuffer offsets, boolean wide, int index) {
    return wide ? offsets.getLong(index * Long.BYTES) : offsets.getInt(index * Integer.BYTES);
  }

  /** The first of {@code slots + 1} offsets that is negative or less than the one before, or -1. */
  static int firstBad(ByteBuffer offsets, boolean wide, int slots) {
    if (!wide && ascending(offsets, slots)) {
      return -1;
    }
    long previous = 0;
    for (int i = 0; i <= slots; i++) {
      long offset = at(offsets, wide, i);
      if (offset < previous) {
        return i;
      }
      previous = offset;
    }
    return -1;
  }

  /** Without branches: no sign bit appears unless an offset or a difference is negative. */
  private static boolean ascending(ByteBuffer offsets, int slots) {
    int previous = 0;
    int signs = 0;
    for (int i = 0; i <= slots; i++) {
      int offset = offsets.getInt(i * Integer.BYTES);
      signs |= offset | (offset - previous);
      previous = offset;
    }
    return signs >= 0;
  }
}
