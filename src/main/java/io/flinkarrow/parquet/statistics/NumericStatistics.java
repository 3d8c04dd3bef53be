package io.flinkarrow.parquet.statistics;

/**
 * Statistics of types whose order is that of a signed 64-bit key: integers, floating point numbers
 * and booleans. Subclasses reduce their values to keys and turn a key back into PLAIN bytes.
 */
abstract sealed class NumericStatistics extends StatisticsCollector
    permits BooleanStatistics, IntStatistics, LongStatistics {

  private final boolean floatingPoint;
  private final boolean collects;

  private long pageMin = Long.MAX_VALUE;
  private long pageMax = Long.MIN_VALUE;
  private boolean pageHasValues;
  private boolean pageHasNaN;

  private long chunkMin = Long.MAX_VALUE;
  private long chunkMax = Long.MIN_VALUE;
  private boolean chunkHasBounds;

  private long lastMin;
  private long lastMax;

  NumericStatistics(boolean floatingPoint, StatisticsSettings settings) {
    this.floatingPoint = floatingPoint;
    this.collects = settings.areCollected();
  }

  /** The value a key stands for. */
  abstract byte[] plain(long key);

  /** Whether values are looked at. */
  final boolean collects() {
    return collects;
  }

  /** Adds values, at least one, by the least and greatest of their keys. */
  final void include(long min, long max, boolean hasNaN) {
    pageMin = Math.min(pageMin, min);
    pageMax = Math.max(pageMax, max);
    pageHasNaN |= hasNaN;
    pageHasValues = true;
  }

  @Override
  final boolean hasValues() {
    return pageHasValues;
  }

  @Override
  final PageStatistics closePage(long pageNullCount) {
    PageStatistics page =
        pageHasValues && !pageHasNaN
            ? closeBounds(pageNullCount)
            : PageStatistics.withoutMinMax(pageNullCount);
    forgetPage();
    return page;
  }

  /** Forgets the values of the open page. */
  public final void forgetPage() {
    pageMin = Long.MAX_VALUE;
    pageMax = Long.MIN_VALUE;
    pageHasValues = false;
    pageHasNaN = false;
  }

  private PageStatistics closeBounds(long pageNullCount) {
    if (floatingPoint) {
      widenZeros();
    }
    if (chunkHasBounds) {
      followedBy(Long.compare(pageMin, lastMin), Long.compare(pageMax, lastMax));
    }
    lastMin = pageMin;
    lastMax = pageMax;
    chunkMin = Math.min(chunkMin, pageMin);
    chunkMax = Math.max(chunkMax, pageMax);
    chunkHasBounds = true;
    return bounds(pageMin, pageMax, pageNullCount);
  }

  /**
   * The format wants a zero minimum written as -0.0 and a zero maximum as +0.0, because readers may
   * take them for different or for equal. Their keys are -1 and 0 at every width.
   */
  private void widenZeros() {
    if (pageMin == 0) {
      pageMin = -1;
    }
    if (pageMax == -1) {
      pageMax = 0;
    }
  }

  @Override
  final PageStatistics chunkBounds(long chunkNullCount) {
    return chunkHasBounds
        ? bounds(chunkMin, chunkMax, chunkNullCount)
        : PageStatistics.withoutMinMax(chunkNullCount);
  }

  private PageStatistics bounds(long min, long max, long nullCount) {
    return new PageStatistics(plain(min), plain(max), true, true, nullCount);
  }

  @Override
  public final void reset() {
    super.reset();
    forgetPage();
    chunkMin = Long.MAX_VALUE;
    chunkMax = Long.MIN_VALUE;
    chunkHasBounds = false;
  }

  @Override
  public final long retainedBytes() {
    return 0;
  }
}
