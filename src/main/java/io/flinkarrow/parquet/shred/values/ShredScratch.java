package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.levels.ScratchArrays;

/**
 * The arrays a thread shreds with: what a slice lends, and what it is made from. Contents are
 * undefined between calls; arrays only grow until {@link #shed}.
 */
public final class ShredScratch {

  /** What a thread keeps between writes; a batch with giant values must not pin its size. */
  private static final long MAX_IDLE_BYTES = 4L << 20;

  private static final ThreadLocal<ShredScratch> OF_THREAD =
      ThreadLocal.withInitial(ShredScratch::new);

  /** One array of each of these roles exists at a time. */
  private long[] valueWords = {};

  private long[] wideValues = {};
  private int[] values = {};
  private int[] offsets = {};
  private byte[] bytes = {};
  private byte[] rawBytes = {};
  private int[] slotOffsets = {};

  public final LevelBuilder levels = new LevelBuilder();

  private ShredScratch() {}

  public static ShredScratch ofThread() {
    return OF_THREAD.get();
  }

  /** Forgets the batch, and drops what is larger than a thread should keep between writes. */
  public void shed() {
    levels.release();
    if (retainedBytes() > MAX_IDLE_BYTES) {
      OF_THREAD.remove();
    }
  }

  /** Heap bytes of the arrays. */
  public long retainedBytes() {
    return (long) Long.BYTES * (valueWords.length + (long) wideValues.length)
        + (long) Integer.BYTES * (values.length + (long) offsets.length + slotOffsets.length)
        + bytes.length
        + rawBytes.length
        + levels.retainedBytes();
  }

  long[] valueWords(int length) {
    valueWords = ScratchArrays.grown(valueWords, length);
    return valueWords;
  }

  long[] wideValues(int length) {
    wideValues = ScratchArrays.grown(wideValues, length);
    return wideValues;
  }

  int[] values(int length) {
    values = ScratchArrays.grown(values, length);
    return values;
  }

  int[] offsets(int length) {
    offsets = ScratchArrays.grown(offsets, length);
    return offsets;
  }

  byte[] bytes(int length) {
    bytes = ScratchArrays.grown(bytes, length);
    return bytes;
  }

  byte[] rawBytes(int length) {
    rawBytes = ScratchArrays.grown(rawBytes, length);
    return rawBytes;
  }

  int[] slotOffsets(int length) {
    slotOffsets = ScratchArrays.grown(slotOffsets, length);
    return slotOffsets;
  }
}
