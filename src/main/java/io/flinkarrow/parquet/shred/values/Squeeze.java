package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.shred.nodes.Bits;

/** Removes the values of null slots, in place and in order. */
final class Squeeze {

  private Squeeze() {}

  /**
   * @param live by slot, whether it is kept; {@code null} keeps all
   */
  static void ints(int[] values, int slots, long[] live) {
    if (live == null) {
      return;
    }
    int kept = 0;
    for (int base = 0; base < slots; base += Long.SIZE) {
      long word = live[base >>> 6];
      if (word == -1L) {
        System.arraycopy(values, base, values, kept, Long.SIZE);
        kept += Long.SIZE;
      } else if (word != 0) {
        int end = Math.min(slots, base + Long.SIZE);
        for (int i = base; i < end; i++) {
          values[kept] = values[i];
          kept += (int) (word & 1);
          word >>>= 1;
        }
      }
    }
  }

  /**
   * @param stride longs a slot
   */
  static void longs(long[] values, int slots, int stride, long[] live) {
    if (live == null) {
      return;
    }
    if (stride == 1) {
      longs(values, slots, live);
      return;
    }
    int kept = 0;
    for (int from = Bits.nextSet(live, 0, slots); from < slots; ) {
      int to = Bits.nextClear(live, from, slots);
      System.arraycopy(values, from * stride, values, kept * stride, (to - from) * stride);
      kept += to - from;
      from = Bits.nextSet(live, to, slots);
    }
  }

  private static void longs(long[] values, int slots, long[] live) {
    int kept = 0;
    for (int base = 0; base < slots; base += Long.SIZE) {
      long word = live[base >>> 6];
      if (word == -1L) {
        System.arraycopy(values, base, values, kept, Long.SIZE);
        kept += Long.SIZE;
      } else if (word != 0) {
        int end = Math.min(slots, base + Long.SIZE);
        for (int i = base; i < end; i++) {
          values[kept] = values[i];
          kept += (int) (word & 1);
          word >>>= 1;
        }
      }
    }
  }

  /**
   * @param width bytes a slot
   */
  static void bytes(byte[] values, int slots, int width, long[] live) {
    if (live == null) {
      return;
    }
    int kept = 0;
    for (int from = Bits.nextSet(live, 0, slots); from < slots; ) {
      int to = Bits.nextClear(live, from, slots);
      System.arraycopy(values, from * width, values, kept * width, (to - from) * width);
      kept += to - from;
      from = Bits.nextSet(live, to, slots);
    }
  }
}
