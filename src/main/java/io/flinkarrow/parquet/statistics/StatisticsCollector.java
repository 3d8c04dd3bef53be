package io.flinkarrow.parquet.statistics;

import java.util.List;
import org.apache.parquet.format.BoundaryOrder;

/**
 * Collects the statistics of a column chunk page by page. Implementations are shown the values in
 * bulk, in the form of their physical type; arrays are only read during the call.
 *
 * <p>Order of calls: updates and {@link #sealPage} for each page, {@link #sealChunk} once, {@link
 * #reset()} before the next chunk.
 */
public abstract sealed class StatisticsCollector permits NumericStatistics, BinaryStatistics {

  private final boolean countsNaNs;

  private long nullCount;
  private long nanCount;
  private boolean ascending = true;
  private boolean descending = true;
  private boolean columnIndexValid = true;

  StatisticsCollector(StatisticsSettings settings) {
    this.countsNaNs = settings.countNaNs();
  }

  /** Whether minima and maxima stand beside a number of NaNs, in IEEE 754's total order. */
  final boolean countsNaNs() {
    return countsNaNs;
  }

  /** Whether {@link #sealPage} is to be told how many NaNs the page has. */
  public final boolean wantsNaNCount() {
    return countsNaNs && hasNaN();
  }

  /** The same for a page whose NaNs are not to be counted. */
  public final PageStatistics sealPage(long pageNullCount) {
    return sealPage(pageNullCount, 0);
  }

  /**
   * Closes the page and begins the next one.
   *
   * @param pageNullCount its nulls
   * @param pageNaNCount its values that are NaN, if they are {@linkplain #wantsNaNCount wanted};
   *     else 0
   */
  public final PageStatistics sealPage(long pageNullCount, long pageNaNCount) {
    nullCount += pageNullCount;
    nanCount += pageNaNCount;
    boolean hasValues = hasValues();
    PageStatistics page = closePage(pageNullCount);
    if (hasValues && !page.hasMinMax()) {
      columnIndexValid = false;
    }
    return countsNaNs ? page.withNaNs(pageNaNCount) : page;
  }

  /**
   * Adds pages as another collector of the same column has sealed them, each with minimum and
   * maximum or without values. The open page has no values.
   *
   * @param ofAll what that collector says of all of them
   */
  public final void addSealed(List<PageStatistics> pages, PageStatistics ofAll) {
    for (PageStatistics page : pages) {
      nullCount += page.nullCount();
      if (page.hasMinMax()) {
        addPage(page);
      }
    }
    if (ofAll.hasMinMax()) {
      addBounds(ofAll);
    }
  }

  /** Whether {@link #addSealed} is possible: NaNs among the values would need their number. */
  public boolean takesSealed() {
    return !countsNaNs;
  }

  /** Tells {@link #followedBy} of a page that has bounds. */
  abstract void addPage(PageStatistics page);

  /** Widens the chunk's bounds by those of sealed pages. */
  abstract void addBounds(PageStatistics ofPages);

  /** The statistics of all pages sealed since the last reset. */
  public final ChunkStatistics sealChunk() {
    PageStatistics bounds =
        columnIndexValid ? chunkBounds(nullCount) : PageStatistics.withoutMinMax(nullCount);
    return new ChunkStatistics(
        bounds.min(),
        bounds.max(),
        bounds.minExact(),
        bounds.maxExact(),
        nullCount,
        countsNaNs ? nanCount : PageStatistics.NOT_COUNTED,
        boundaryOrder(),
        columnIndexValid);
  }

  private BoundaryOrder boundaryOrder() {
    if (ascending) {
      return BoundaryOrder.ASCENDING;
    }
    return descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
  }

  /** Forgets everything and gives up what has grown. */
  public void reset() {
    nullCount = 0;
    nanCount = 0;
    ascending = true;
    descending = true;
    columnIndexValid = true;
  }

  /** Heap bytes of the arrays that grow with the values. */
  public abstract long retainedBytes();

  /** Whether the open page has values. */
  abstract boolean hasValues();

  /** Whether one of these is NaN. */
  abstract boolean hasNaN();

  /**
   * Returns the open page's statistics, takes them into the chunk's, tells {@link #followedBy} and
   * begins the next page.
   */
  abstract PageStatistics closePage(long pageNullCount);

  /** The bounds over all closed pages, each of which has some or has no values. */
  abstract PageStatistics chunkBounds(long chunkNullCount);

  /** Takes note of how a page's stored bounds compare to those of the last page that has some. */
  final void followedBy(int minComparison, int maxComparison) {
    ascending &= minComparison >= 0 && maxComparison >= 0;
    descending &= minComparison <= 0 && maxComparison <= 0;
  }
}
