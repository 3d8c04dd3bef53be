package io.flinkarrow.parquet;

/** Refuses options that a writer cannot work with. */
final class OptionChecks {

  /** A page with levels, compressed at worst, must still fit an array. */
  private static final int MOST_PAGE_BYTES = 1 << 30;

  /** The largest Bloom filter that parquet-java reads. */
  private static final int MOST_BLOOM_FILTER_BYTES = 128 << 20;

  private static final int LEAST_BLOOM_FILTER_BYTES = 1 << 10;

  private OptionChecks() {}

  static int onePage(String option, int bytes) {
    if (bytes > MOST_PAGE_BYTES) {
      throw new IllegalArgumentException(
          "%s must be at most %d but was %d".formatted(option, MOST_PAGE_BYTES, bytes));
    }
    return (int) atLeast(option, bytes, 1);
  }

  static int bloomFilter(String option, int bytes) {
    if (bytes > MOST_BLOOM_FILTER_BYTES) {
      throw new IllegalArgumentException(
          "%s must be at most %d but was %d".formatted(option, MOST_BLOOM_FILTER_BYTES, bytes));
    }
    return (int) atLeast(option, bytes, LEAST_BLOOM_FILTER_BYTES);
  }

  static double probability(String option, double probability) {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "%s must be between 0 and 1 but was %s".formatted(option, probability));
    }
    return probability;
  }

  static long atLeast(String option, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s must be at least %d but was %d".formatted(option, minimum, value));
    }
    return value;
  }
}
