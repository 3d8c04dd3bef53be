package io.flinkarrow.parquet;

import io.flinkarrow.parquet.schema.SchemaMetadata;
import java.util.Objects;

/** Refuses options that a writer cannot work with. */
final class OptionChecks {

  /** A page with levels, compressed at worst, must still fit an array. */
  private static final int MOST_PAGE_BYTES = 1 << 30;

  /** The largest Bloom filter that parquet-java reads. */
  private static final int MOST_BLOOM_FILTER_BYTES = 128 << 20;

  private static final int LEAST_BLOOM_FILTER_BYTES = 1 << 10;

  private OptionChecks() {}

  static int onePage(String option, int bytes) {
    return between(option, bytes, 1, MOST_PAGE_BYTES);
  }

  static int bloomFilter(String option, int bytes) {
    return between(option, bytes, LEAST_BLOOM_FILTER_BYTES, MOST_BLOOM_FILTER_BYTES);
  }

  static double probability(String option, double probability) {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "%s must be between 0 and 1 but was %s".formatted(option, probability));
    }
    return probability;
  }

  static int between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d but was %d".formatted(option, least, most, value));
    }
    return value;
  }

  /**
   * @throws IllegalArgumentException if a file can't have the key in its key-value metadata
   */
  static void metadataKey(String key) {
    metadataKeyNotEmpty(key);
    if (key.equals(SchemaMetadata.ARROW_SCHEMA_KEY)) {
      throw new IllegalArgumentException(
          "Key-value metadata must not have the key '%s': the writer stores the Arrow schema there"
              .formatted(key));
    }
  }

  static void metadataKeyNotEmpty(String key) {
    if (Objects.requireNonNull(key, "key").isEmpty()) {
      throw new IllegalArgumentException("A key of the key-value metadata must not be empty");
    }
  }

  static long atLeast(String option, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s must be at least %d but was %d".formatted(option, minimum, value));
    }
    return value;
  }
}
