package io.flinkarrow.parquet.statistics;

import javax.annotation.Nullable;

/**
 * Statistics of types whose order is that of a signed 64-bit key: integers, floating point numbers
 * and booleans. Subclasses reduce their values to keys and turn a key back into PLAIN bytes. Keys
 * of floating point numbers are in IEEE 754's total order.
 */
abstract sealed class NumericStatistics extends StatisticsCollector
    permits BooleanStatistics, IntStatistics, LongStatistics {

  private final boolean widensZeros;
  private final boolean collects;

  @Nullable private final NaNRanges nans;

  private final KeyRange page = new KeyRange();
  private boolean pageHasValues;
  private boolean pageHasNaN;

  private final KeyRange chunk = new KeyRange();

  /** Of the last page that has any. */
  private final KeyRange lastBounds = new KeyRange();

  NumericStatistics(boolean floatingPoint, StatisticsSettings settings) {
    super(settings);
    this.widensZeros = floatingPoint && !settings.countNaNs();
    this.collects = settings.areCollected();
    this.nans = NaNRanges.of(settings);
  }

  /** The value a key stands for. */
  abstract byte[] plain(long key);

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
    page.include(min, max);
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
    page.clear();
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
    chunk.include(page);
    if (nans != null) {
      nans.chunk.include(nans.page);
    }
    KeyRange bounds = page.isEmpty() ? nans.page : page;
    if (!lastBounds.isEmpty()) {
      followedBy(
          Long.compare(bounds.min(), lastBounds.min()),
          Long.compare(bounds.max(), lastBounds.max()));
    }
    lastBounds.clear();
    lastBounds.include(bounds);
    return statistics(bounds, pageNullCount);
  }

  /**
   * The format wants a zero minimum written as -0.0 and a zero maximum as +0.0, because readers may
   * take them for different or for equal. Their keys are -1 and 0 at every width.
   */
  private void widenZeros() {
    if (page.min() == 0) {
      page.include(-1, -1);
    }
    if (page.max() == -1) {
      page.include(0, 0);
    }
  }

  @Override
  final PageStatistics chunkBounds(long chunkNullCount) {
    KeyRange bounds = chunk.isEmpty() && nans != null ? nans.chunk : chunk;
    return bounds.isEmpty()
        ? PageStatistics.withoutMinMax(chunkNullCount)
        : statistics(bounds, chunkNullCount);
  }

  private PageStatistics statistics(KeyRange bounds, long nullCount) {
    return new PageStatistics(plain(bounds.min()), plain(bounds.max()), true, true, nullCount);
  }

  @Override
  public final void reset() {
    super.reset();
    forgetPage();
    chunk.clear();
    if (nans != null) {
      nans.chunk.clear();
    }
    lastBounds.clear();
  }

  @Override
  public final long retainedBytes() {
    return 0;
  }
}
