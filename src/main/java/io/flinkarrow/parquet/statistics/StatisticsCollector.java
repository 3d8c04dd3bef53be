package io.flinkarrow.parquet.statistics;

import org.apache.parquet.format.BoundaryOrder;

/**
 * Collects the statistics of a column chunk page by page. Implementations are shown the values in
 * bulk, in the form of their physical type; arrays are only read during the call.
 *
 * <p>Order of calls: updates and {@link #sealPage} for each page, {@link #sealChunk} once, {@link
 * #reset()} before the next chunk.
 */
public abstract sealed class StatisticsCollector permits NumericStatistics, BinaryStatistics {

  private long nullCount;
  private boolean ascending = true;
  private boolean descending = true;
  private boolean columnIndexValid = true;

  /** Closes the page, which had {@code pageNullCount} nulls, and begins the next one. */
  public final PageStatistics sealPage(long pageNullCount) {
    nullCount += pageNullCount;
    boolean hasValues = hasValues();
    PageStatistics page = closePage(pageNullCount);
    if (hasValues && !page.hasMinMax()) {
      columnIndexValid = false;
    }
    return page;
  }

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
    ascending = true;
    descending = true;
    columnIndexValid = true;
  }

  /** Heap bytes of the arrays that grow with the values. */
  public abstract long retainedBytes();

  /** Whether the open page has values. */
  abstract boolean hasValues();

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
