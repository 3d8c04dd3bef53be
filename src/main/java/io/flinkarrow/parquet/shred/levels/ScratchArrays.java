package io.flinkarrow.parquet.shred.levels;

/** Arrays that only grow; a new one has not the contents of the one before. */
public final class ScratchArrays {

  /** The longest array that virtual machines allocate. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private ScratchArrays() {}

  public static byte[] grown(byte[] array, int length) {
    return array.length >= length ? array : new byte[capacityFor(length)];
  }

  public static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[capacityFor(length)];
  }

  public static long[] grown(long[] array, int length) {
    return array.length >= length ? array : new long[capacityFor(length)];
  }

  /** A quarter more than asked for, so that slices of varying length settle on one array. */
  private static int capacityFor(int length) {
    return (int) Math.min((long) length + (length >>> 2) + 16, LONGEST);
  }
}
