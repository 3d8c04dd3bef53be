package io.flinkarrow.parquet.statistics;

/** Statistics of a BOOLEAN column: false sorts before true. */
public final class BooleanStatistics extends NumericStatistics {

  public BooleanStatistics(StatisticsSettings settings) {
    super(false, settings);
  }

  /** Adds the first {@code count} bits, least significant first. */
  public void update(long[] words, int count) {
    if (count == 0 || !collects()) {
      return;
    }
    long anyTrue = 0;
    long anyFalse = 0;
    int whole = count >>> 6;
    for (int i = 0; i < whole; i++) {
      anyTrue |= words[i];
      anyFalse |= ~words[i];
    }
    if ((count & 63) != 0) {
      long mask = -1L >>> -count;
      anyTrue |= words[whole] & mask;
      anyFalse |= ~words[whole] & mask;
    }
    include(anyFalse != 0 ? 0 : 1, anyTrue != 0 ? 1 : 0, false);
  }

  @Override
  void include(byte[] min, byte[] max) {
    include(min[0], max[0], false);
  }

  @Override
  byte[] plain(long key) {
    return new byte[] {(byte) key};
  }
}
