package io.flinkarrow.parquet.statistics;

/**
 * The statistics of one data page.
 *
 * @param min a lower bound of the values, PLAIN-encoded and without a length, or {@code null}
 *     together with {@code max} if the page has no values, a type without order, or a NaN that is
 *     not counted
 * @param max an upper bound of the values
 * @param minExact whether {@code min} is a value of the page and not a truncated one
 * @param maxExact whether {@code max} is a value of the page and not a truncated one
 * @param nullCount entries below the maximum definition level
 * @param nanCount values that are NaN, of which minimum and maximum tell nothing unless all are; or
 *     {@link #NOT_COUNTED}
 */
public record PageStatistics(
    byte[] min, byte[] max, boolean minExact, boolean maxExact, long nullCount, long nanCount) {

  /** In place of a number of NaNs. */
  public static final long NOT_COUNTED = -1;

  /** The same without a number of NaNs. */
  public PageStatistics(
      byte[] min, byte[] max, boolean minExact, boolean maxExact, long nullCount) {
    this(min, max, minExact, maxExact, nullCount, NOT_COUNTED);
  }

  /** Those of a page that nothing but its nulls is known of. */
  public static PageStatistics withoutMinMax(long nullCount) {
    return new PageStatistics(null, null, false, false, nullCount);
  }

  PageStatistics withNaNs(long count) {
    return new PageStatistics(min, max, minExact, maxExact, nullCount, count);
  }

  public boolean hasMinMax() {
    return min != null;
  }
}
