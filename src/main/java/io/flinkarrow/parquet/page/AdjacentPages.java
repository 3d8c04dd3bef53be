package io.flinkarrow.parquet.page;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.format.PageHeader;

/**
 * Pages one behind the other, until as many values have come as the footer says. What is passed
 * over is read, but not decoded: only so it is known what comes behind it.
 */
final class AdjacentPages implements PageSequence {

  private final RawPages pages;
  private final PageBuffer buffer;
  private final ChunkDictionaryPage dictionary;
  private final StatedRows statedRows;
  private final long valueCount;
  private final SkippedPages skipped;

  /** How many pages with values have come. */
  private int pageCount;

  private long valuesSoFar;
  private boolean isFirst = true;

  /** Of a page that was looked at and is not read; null if there is none. */
  @Nullable private PageHeader ahead;

  /**
   * @param valueCount that the footer has
   * @param skipped counts the pages that are passed over
   */
  AdjacentPages(
      RawPages pages,
      PageBuffer buffer,
      ChunkDictionaryPage dictionary,
      StatedRows statedRows,
      long valueCount,
      SkippedPages skipped) {
    this.pages = pages;
    this.buffer = buffer;
    this.dictionary = dictionary;
    this.statedRows = statedRows;
    this.valueCount = valueCount;
    this.skipped = skipped;
  }

  @Override
  @Nullable
  public PageHeader next() throws IOException {
    PageHeader header = peek();
    if (header != null) {
      ahead = null;
      pageCount++;
    }
    return header;
  }

  @Override
  public long pass(long rows) throws IOException {
    long passed = 0;
    PageHeader header = peek();
    while (header != null) {
      String page = nextName();
      long stated = statedRows.of(page, header);
      if (stated > rows - passed) {
        break;
      }
      statedRows.check(page, header, buffer.body(page, header));
      ahead = null;
      pageCount++;
      passed += stated;
      skipped.add(1);
      header = peek();
    }
    return passed;
  }

  @Override
  public String nextName() {
    return "page " + pageCount;
  }

  @Override
  public long statedRows() {
    return -1;
  }

  /**
   * The header of the next page that has values, which then stays {@link #ahead}. A dictionary page
   * is taken, others before it are passed over.
   *
   * @return null if all values were read
   */
  @Nullable
  private PageHeader peek() throws IOException {
    String page = nextName();
    while (ahead == null && valuesSoFar < valueCount) {
      PageHeader header = pages.header(isFirst ? ChunkDictionaryPage.NAME : page);
      if (isFirst && ChunkDictionaryPage.isOf(header)) {
        dictionary.take(header);
      } else {
        countValues(page, header);
        if (PageHeaders.valueCount(header) > 0) {
          ahead = header;
        } else {
          // Index pages, what the format may still invent, and pages of nothing.
          buffer.body(page, header);
        }
      }
      isFirst = false;
    }
    if (ahead == null) {
      checkEnd(page);
    }
    return ahead;
  }

  /** Once all values are read: no page with further ones may follow. */
  private void checkEnd(String page) throws IOException {
    PageHeader header = null;
    // Some writers leave gaps, which hold no page.
    while (pages.hasMore() && (header = pages.headerIfAny(page)) != null) {
      countValues(page, header);
      buffer.body(page, header);
    }
  }

  private void countValues(String page, PageHeader header) throws IOException {
    int values = PageHeaders.valueCount(header);
    if (values < 0 || values > valueCount - valuesSoFar) {
      throw pages.damaged(
          page,
          "should have from 0 to %d values, as many as the footer says without those of the pages before it, but has %d"
              .formatted(valueCount - valuesSoFar, values));
    }
    valuesSoFar += values;
  }
}
