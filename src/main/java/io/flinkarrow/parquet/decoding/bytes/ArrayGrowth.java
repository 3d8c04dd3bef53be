package io.flinkarrow.parquet.decoding.bytes;

/** How long an array becomes that holds more. */
public final class ArrayGrowth {

  private ArrayGrowth() {}

  /** At least twice as much, so that appending costs the same per value. */
  public static int grown(int length, int needed) {
    long doubled = Math.max(needed, 2L * length);
    return (int) Math.min(doubled, Math.max(needed, Integer.MAX_VALUE - Long.SIZE));
  }
}
