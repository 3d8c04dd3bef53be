package io.flinkarrow.parquet.statistics;

/**
 * The statistics of one data page.
 *
 * @param min a lower bound of the values, PLAIN-encoded and without a length, or {@code null}
 *     together with {@code max} if the page has no values, a NaN or a type without order
 * @param max an upper bound of the values
 * @param minExact whether {@code min} is a value of the page and not a truncated one
 * @param maxExact whether {@code max} is a value of the page and not a truncated one
 * @param nullCount entries below the maximum definition level
 */
public record PageStatistics(
    byte[] min, byte[] max, boolean minExact, boolean maxExact, long nullCount) {

  static PageStatistics withoutMinMax(long nullCount) {
    return new PageStatistics(null, null, false, false, nullCount);
  }

  public boolean hasMinMax() {
    return min != null;
  }
}
