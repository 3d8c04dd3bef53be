package io.flinkarrow.parquet.statistics;

/** The least and the greatest of some keys. */
final class KeyRange {

  private long min;
  private long max;

  KeyRange() {
    clear();
  }

  void include(long least, long greatest) {
    min = Math.min(min, least);
    max = Math.max(max, greatest);
  }

  void include(KeyRange other) {
    include(other.min, other.max);
  }

  void clear() {
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
  }

  boolean isEmpty() {
    return min > max;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }
}
