package io.flinkarrow.parquet.shred;

/** Sizes of stretches of slots, which sum up. */
interface SlotSizes {

  /** The size of slots {@code [from, to)}. */
  long of(int from, int to);
}
