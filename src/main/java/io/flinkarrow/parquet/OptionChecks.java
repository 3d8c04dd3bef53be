package io.flinkarrow.parquet;

import java.util.Objects;
import java.util.Set;

/** Refuses options that a writer cannot work with. */
final class OptionChecks {

  /** A page with levels, compressed at worst, must still fit an array. */
  private static final int MOST_PAGE_BYTES = 1 << 30;

  private OptionChecks() {}

  static void paths(String setting, Set<String> configured, Set<String> paths) {
    for (String path : configured) {
      if (!paths.contains(path)) {
        throw new IllegalArgumentException(
            "%s configured for column '%s', which the schema does not have. Its leaf columns are: %s"
                .formatted(setting, path, paths));
      }
    }
  }

  static String path(String path) {
    if (Objects.requireNonNull(path, "path").isEmpty()) {
      throw new IllegalArgumentException("A column's path must not be empty");
    }
    return path;
  }

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
