package io.flinkarrow.parquet;

/** Refuses options that a writer cannot work with. */
final class OptionChecks {

  /** A page with levels, compressed at worst, must still fit an array. */
  private static final int MOST_PAGE_BYTES = 1 << 30;

  private OptionChecks() {}

  static int onePage(String option, int bytes) {
    if (bytes > MOST_PAGE_BYTES) {
      throw new IllegalArgumentException(
          "%s must be at most %d but was %d".formatted(option, MOST_PAGE_BYTES, bytes));
    }
    return (int) atLeast(option, bytes, 1);
  }

  static long atLeast(String option, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s must be at least %d but was %d".formatted(option, minimum, value));
    }
    return value;
  }
}
