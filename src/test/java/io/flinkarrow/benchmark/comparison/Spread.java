package io.flinkarrow.benchmark.comparison;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The middle of some figures, the smallest, the largest and how many there are. */
public record Spread(double smallest, double median, double largest, int count) {

  static Optional<Spread> of(double[] values) {
    if (values.length == 0) {
      return Optional.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return Optional.of(new Spread(sorted[0], median, sorted[sorted.length - 1], sorted.length));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, smallest, largest);
  }
}
