package io.flinkarrow.parquet.statistics;

import javax.annotation.Nullable;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Statistics of a BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY or INT96 column. Only a value that becomes the
 * minimum or maximum is copied, and of it at most {@link #KEPT_BYTES}.
 *
 * <p>Byte strings longer than the limit are stored truncated. A maximum that has no shorter upper
 * bound (it begins with nothing but {@code 0xFF}, or the last code point) is stored whole up to
 * {@link #LONGEST_WHOLE_BYTES}; beyond that the page has neither minimum nor maximum. Decimals,
 * half-precision numbers and byte strings of a fixed length are never truncated.
 */
public final class BinaryStatistics extends StatisticsCollector {

  static final int LONGEST_WHOLE_BYTES = 4096;

  /**
   * One more than the longest bound that is stored whole: a longer value shows that it is longer.
   */
  private static final int KEPT_BYTES = LONGEST_WHOLE_BYTES + 1;

  // A zero minimum is written as -0.0 and a zero maximum as +0.0, as the format wants.
  private static final long HALF_POSITIVE_ZERO = 0;
  private static final long HALF_NEGATIVE_ZERO = -1;

  private final BinaryOrder order;
  private final int truncatedBytes;
  private final int keptBytes;
  @Nullable private final NaNRanges nans;

  private final BinaryBound pageMin = new BinaryBound();
  private final BinaryBound pageMax = new BinaryBound();
  private boolean pageHasValues;
  private boolean pageHasNaN;

  private final BinaryBound chunkMin = new BinaryBound();
  private final BinaryBound chunkMax = new BinaryBound();
  private boolean chunkHasBounds;
  private PageStatistics lastPage;

  public BinaryStatistics(PrimitiveType type, StatisticsSettings settings) {
    super(settings);
    this.order = settings.areCollected() ? BinaryOrder.of(type) : BinaryOrder.UNDEFINED;
    this.nans = NaNRanges.of(settings);
    this.truncatedBytes = settings.boundsLength();
    this.keptBytes =
        order.truncates() ? Math.max(KEPT_BYTES, settings.boundsLength() + 1) : Integer.MAX_VALUE;
  }

  /** Adds {@code count} values, value {@code i} at {@code bytes[offsets[i] .. offsets[i + 1])}. */
  public void update(byte[] bytes, int[] offsets, int from, int count) {
    if (skipsValues(count)) {
      return;
    }
    for (int i = from; i < from + count; i++) {
      include(bytes, offsets[i], offsets[i + 1]);
    }
  }

  /** Adds {@code count} values of one width, the first at {@code from}. */
  public void updateFixed(byte[] bytes, int from, int width, int count) {
    if (skipsValues(count)) {
      return;
    }
    int end = from + width * count;
    int at = from;
    if (order.hasWholeKeys(width)) {
      include(bytes, at, at + width);
      for (at += width; at < end; at += width) {
        long key = order.wholeKey(bytes, at);
        if (key <= pageMin.key || key >= pageMax.key) {
          include(bytes, at, at + width);
        }
      }
    }
    for (; at < end; at += width) {
      include(bytes, at, at + width);
    }
  }

  /** Adds one value. */
  public void update(byte[] bytes, int from, int to) {
    if (!skipsValues(1)) {
      include(bytes, from, to);
    }
  }

  private boolean skipsValues(int count) {
    if (count == 0) {
      return true;
    }
    if (order == BinaryOrder.UNDEFINED) {
      pageHasValues = true;
      return true;
    }
    return false;
  }

  private void include(byte[] bytes, int from, int to) {
    long key = order.key(bytes, from, to);
    if (order.isNaN(key)) {
      includeNaN(key);
    } else if (!pageHasValues) {
      pageHasValues = true;
      keep(bytes, from, to, key, pageMin);
      keep(bytes, from, to, key, pageMax);
    } else {
      if (isBelow(bytes, from, to, key, pageMin)) {
        keep(bytes, from, to, key, pageMin);
      } else if (isAbove(bytes, from, to, key, pageMax)) {
        keep(bytes, from, to, key, pageMax);
      }
    }
  }

  private void includeNaN(long key) {
    pageHasNaN = true;
    if (nans != null) {
      nans.page.include(key, key);
    }
  }

  private void keep(byte[] bytes, int from, int to, long key, BinaryBound bound) {
    bound.set(bytes, from, keptEnd(from, to), key, order.secondKey(bytes, from, to));
  }

  private int keptEnd(int from, int to) {
    return to - from > keptBytes ? from + keptBytes : to;
  }

  private boolean isBelow(byte[] bytes, int from, int to, long key, BinaryBound bound) {
    return key < bound.key
        || (key == bound.key && compareBeyondKey(bytes, from, keptEnd(from, to), bound) < 0);
  }

  private boolean isAbove(byte[] bytes, int from, int to, long key, BinaryBound bound) {
    return key > bound.key
        || (key == bound.key && compareBeyondKey(bytes, from, keptEnd(from, to), bound) > 0);
  }

  private int compareBeyondKey(byte[] bytes, int from, int to, BinaryBound bound) {
    int bySecondKey = Long.compare(order.secondKey(bytes, from, to), bound.secondKey);
    return bySecondKey != 0
        ? bySecondKey
        : order.compare(bytes, from, to, bound.bytes, 0, bound.length);
  }

  @Override
  boolean hasValues() {
    return pageHasValues || pageHasNaN;
  }

  @Override
  boolean hasNaN() {
    return pageHasNaN;
  }

  @Override
  PageStatistics closePage(long pageNullCount) {
    PageStatistics page =
        pageHasNaN && nans == null
            ? PageStatistics.withoutMinMax(pageNullCount)
            : bounds(
                pageHasValues, pageMin, pageMax, nans == null ? null : nans.page, pageNullCount);
    if (page.hasMinMax()) {
      addToChunk(page);
    }
    forgetPage();
    return page;
  }

  /** Forgets the values of the open page. */
  public void forgetPage() {
    pageHasValues = false;
    pageHasNaN = false;
    if (nans != null) {
      nans.page.clear();
    }
  }

  private void addToChunk(PageStatistics page) {
    if (nans != null) {
      nans.chunk.include(nans.page);
    }
    widenChunk();
    followLast(page);
  }

  private void widenChunk() {
    if (pageHasValues && !chunkHasBounds) {
      chunkMin.set(pageMin);
      chunkMax.set(pageMax);
      chunkHasBounds = true;
    } else if (pageHasValues) {
      if (isBelow(pageMin.bytes, 0, pageMin.length, pageMin.key, chunkMin)
          || pageMin.makesExact(chunkMin)) {
        chunkMin.set(pageMin);
      }
      if (isAbove(pageMax.bytes, 0, pageMax.length, pageMax.key, chunkMax)
          || pageMax.makesExact(chunkMax)) {
        chunkMax.set(pageMax);
      }
    }
  }

  private void followLast(PageStatistics page) {
    if (lastPage != null) {
      followedBy(compare(page.min(), lastPage.min()), compare(page.max(), lastPage.max()));
    }
    lastPage = page;
  }

  @Override
  public boolean takesSealed() {
    return super.takesSealed() && order != BinaryOrder.FLOAT16 && order != BinaryOrder.UNDEFINED;
  }

  @Override
  void addPage(PageStatistics page) {
    followLast(page);
  }

  @Override
  void addBounds(PageStatistics ofPages) {
    forgetPage();
    include(ofPages.min(), 0, ofPages.min().length);
    pageMin.isTruncated = !ofPages.minExact();
    byte[] max = ofPages.max();
    keep(max, 0, max.length, order.key(max, 0, max.length), pageMax);
    pageMax.isTruncated = !ofPages.maxExact();
    widenChunk();
    forgetPage();
  }

  private int compare(byte[] left, byte[] right) {
    return order.compare(left, 0, left.length, right, 0, right.length);
  }

  @Override
  PageStatistics chunkBounds(long chunkNullCount) {
    return bounds(
        chunkHasBounds, chunkMin, chunkMax, nans == null ? null : nans.chunk, chunkNullCount);
  }

  private PageStatistics bounds(
      boolean hasValues,
      BinaryBound min,
      BinaryBound max,
      @Nullable KeyRange nanKeys,
      long nullCount) {
    if (hasValues && order != BinaryOrder.UNDEFINED) {
      return order == BinaryOrder.FLOAT16
          ? halves(min.key, max.key, nullCount)
          : new StoredBounds(order, truncatedBytes).of(min, max, nullCount);
    }
    return nanKeys == null || nanKeys.isEmpty()
        ? PageStatistics.withoutMinMax(nullCount)
        : halves(nanKeys.min(), nanKeys.max(), nullCount);
  }

  private PageStatistics halves(long min, long max, long nullCount) {
    boolean widensZeros = !countsNaNs();
    return new PageStatistics(
        BinaryOrder.half(widensZeros && min == HALF_POSITIVE_ZERO ? HALF_NEGATIVE_ZERO : min),
        BinaryOrder.half(widensZeros && max == HALF_NEGATIVE_ZERO ? HALF_POSITIVE_ZERO : max),
        true,
        true,
        nullCount);
  }

  @Override
  public void reset() {
    super.reset();
    forgetPage();
    if (nans != null) {
      nans.chunk.clear();
    }
    chunkHasBounds = false;
    lastPage = null;
    pageMin.release();
    pageMax.release();
    chunkMin.release();
    chunkMax.release();
  }

  @Override
  public long retainedBytes() {
    return (long) pageMin.bytes.length
        + pageMax.bytes.length
        + chunkMin.bytes.length
        + chunkMax.bytes.length;
  }
}
