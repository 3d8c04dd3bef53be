package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.RefusedRowsException;

/**
 * The arrays a thread shreds with: what a slice lends, and what it is made from. Contents are
 * undefined between calls; arrays only grow until {@link #shed}.
 */
final class ShredScratch {

  /** What a thread keeps between writes; a batch with giant values must not pin its size. */
  private static final long MAX_IDLE_BYTES = 4L << 20;

  /** The longest array that virtual machines allocate. */
  static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

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

  final LevelBuilder levels = new LevelBuilder();

  private ShredScratch() {}

  static ShredScratch ofThread() {
    return OF_THREAD.get();
  }

  /** Forgets the batch, and drops what is larger than a thread should keep between writes. */
  void shed() {
    levels.release();
    long total =
        (long) Long.BYTES * (valueWords.length + (long) wideValues.length)
            + (long) Integer.BYTES * (values.length + (long) offsets.length + slotOffsets.length)
            + bytes.length
            + rawBytes.length
            + levels.retainedBytes();
    if (total > MAX_IDLE_BYTES) {
      OF_THREAD.remove();
    }
  }

  long[] valueWords(int length) {
    if (valueWords.length < length) {
      valueWords = new long[grown(length)];
    }
    return valueWords;
  }

  long[] wideValues(int length) {
    if (wideValues.length < length) {
      wideValues = new long[grown(length)];
    }
    return wideValues;
  }

  int[] values(int length) {
    if (values.length < length) {
      values = new int[grown(length)];
    }
    return values;
  }

  int[] offsets(int length) {
    if (offsets.length < length) {
      offsets = new int[grown(length)];
    }
    return offsets;
  }

  byte[] bytes(int length) {
    if (bytes.length < length) {
      bytes = new byte[grown(length)];
    }
    return bytes;
  }

  byte[] rawBytes(int length) {
    if (rawBytes.length < length) {
      rawBytes = new byte[grown(length)];
    }
    return rawBytes;
  }

  int[] slotOffsets(int length) {
    if (slotOffsets.length < length) {
      slotOffsets = new int[grown(length)];
    }
    return slotOffsets;
  }

  /** A quarter more than asked for, so that slices of varying length settle on one array. */
  static int grown(int length) {
    if (length > MAX_ARRAY) {
      throw new RefusedRowsException(
          "A page would hold %d bytes or values of one column, but at most %d are possible: split the row"
              .formatted(length, MAX_ARRAY));
    }
    return (int) Math.min((long) length + (length >>> 2) + 16, MAX_ARRAY);
  }
}
