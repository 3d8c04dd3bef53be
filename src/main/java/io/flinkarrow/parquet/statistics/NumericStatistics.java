package io.flinkarrow.parquet.statistics;

import javax.annotation.Nullable;

/**
 * Statistics of types whose order is that of a signed 64-bit key: integers, floating point numbers
 * and booleans. Subclasses reduce their values to keys and turn a key back into PLAIN bytes. Keys
 * of floating point numbers are in IEEE 754's total order.
 */
public abstract sealed class NumericStatistics extends StatisticsCollector
    permits BooleanStatistics, IntStatistics, LongStatistics {

  private final boolean widensZeros;
  private final boolean collects;

  @Nullable private final NaNRanges nans;

  private long pageMin = Long.MAX_VALUE;
  private long pageMax = Long.MIN_VALUE;
  private boolean pageHasValues;
  private boolean pageHasNaN;

  private long chunkMin = Long.MAX_VALUE;
  private long chunkMax = Long.MIN_VALUE;
  private boolean chunkHasBounds;

  /** Of the last page that has any. */
  private long lastMin;

  private long lastMax;

  NumericStatistics(boolean floatingPoint, StatisticsSettings settings) {
    super(settings);
    this.widensZeros = floatingPoint && !settings.countNaNs();
    this.collects = settings.areCollected();
    this.nans = NaNRanges.of(settings);
  }

  /** The value a key stands for. */
  abstract byte[] plain(long key);

  /** Adds two values, PLAIN-encoded. */
  abstract void include(byte[] min, byte[] max);

  /** Whether values are looked at. */
  final boolean collects() {
    return collects;
  }

  /**
   * Adds values, at least one, by the least and greatest of their keys. With a NaN among them,
   * these may be those of NaNs, unless NaNs are {@linkplain #countsNaNs() counted}: then each is
   * {@linkplain #includeNaN included by itself}.
   */
  final void include(long min, long max, boolean hasNaN) {
    pageMin = Math.min(pageMin, min);
    pageMax = Math.max(pageMax, max);
    pageHasNaN |= hasNaN;
    pageHasValues = true;
  }

  /** Adds a NaN, which is to be counted. */
  final void includeNaN(long key) {
    nans.page.include(key, key);
    pageHasNaN = true;
    pageHasValues = true;
  }

  @Override
  final boolean hasValues() {
    return pageHasValues;
  }

  @Override
  final boolean hasNaN() {
    return pageHasNaN;
  }

  @Override
  final PageStatistics closePage(long pageNullCount) {
    PageStatistics statistics =
        pageHasValues && (!pageHasNaN || countsNaNs())
            ? closeBounds(pageNullCount)
            : PageStatistics.withoutMinMax(pageNullCount);
    forgetPage();
    return statistics;
  }

  /** Forgets the values of the open page. */
  public final void forgetPage() {
    pageMin = Long.MAX_VALUE;
    pageMax = Long.MIN_VALUE;
    if (nans != null) {
      nans.page.clear();
    }
    pageHasValues = false;
    pageHasNaN = false;
  }

  private PageStatistics closeBounds(long pageNullCount) {
    if (widensZeros) {
      widenZeros();
    }
    chunkMin = Math.min(chunkMin, pageMin);
    chunkMax = Math.max(chunkMax, pageMax);
    boolean onlyNaNs = pageMin > pageMax;
    long min = onlyNaNs ? nans.page.min() : pageMin;
    long max = onlyNaNs ? nans.page.max() : pageMax;
    if (nans != null) {
      nans.chunk.include(nans.page);
    }
    if (chunkHasBounds) {
      followedBy(Long.compare(min, lastMin), Long.compare(max, lastMax));
    }
    chunkHasBounds = true;
    lastMin = min;
    lastMax = max;
    return statistics(min, max, pageNullCount);
  }

  @Override
  final void addPage(PageStatistics page) {
    include(page.min(), page.max());
    closePage(page.nullCount());
  }

  @Override
  final void addBounds(PageStatistics ofPages) {
    // Those of pages are values.
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
    if (!chunkHasBounds) {
      return PageStatistics.withoutMinMax(chunkNullCount);
    }
    return chunkMin > chunkMax
        ? statistics(nans.chunk.min(), nans.chunk.max(), chunkNullCount)
        : statistics(chunkMin, chunkMax, chunkNullCount);
  }

  private PageStatistics statistics(long min, long max, long nullCount) {
    return new PageStatistics(plain(min), plain(max), true, true, nullCount);
  }

  @Override
  public final void reset() {
    super.reset();
    forgetPage();
    chunkMin = Long.MAX_VALUE;
    chunkMax = Long.MIN_VALUE;
    chunkHasBounds = false;
    if (nans != null) {
      nans.chunk.clear();
    }
  }

  @Override
  public final long retainedBytes() {
    return 0;
  }
}
