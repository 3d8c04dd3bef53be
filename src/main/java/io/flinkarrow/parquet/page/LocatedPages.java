package io.flinkarrow.parquet.page;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.format.PageHeader;

/**
 * Pages where the offset index has them. Of those that are passed over no byte is read. Those that
 * come are there and have the rows that the index says, or the chunk is refused: rows would be
 * taken for others.
 */
final class LocatedPages implements PageSequence {

  private final RawPages pages;
  private final ChunkDictionaryPage dictionary;
  private final PageLocations locations;
  private final boolean isRepeated;

  /** The number of the next page. */
  private int next;

  private long valuesLeft;
  private boolean isBegun;

  /**
   * @param isRepeated whether rows have other numbers of values than one
   * @param valueCount that the footer has
   */
  LocatedPages(
      RawPages pages,
      ChunkDictionaryPage dictionary,
      PageLocations locations,
      boolean isRepeated,
      long valueCount) {
    this.pages = pages;
    this.dictionary = dictionary;
    this.locations = locations;
    this.isRepeated = isRepeated;
    this.valuesLeft = valueCount;
  }

  @Override
  @Nullable
  public PageHeader next() throws IOException {
    if (next == locations.count()) {
      return null;
    }
    if (!isBegun) {
      isBegun = true;
      takeDictionary();
    }
    String page = nextName();
    pages.goTo(locations.start(next), next);
    PageHeader header = pages.header(page);
    int values = PageHeaders.valueCount(header);
    if (values < 1 || values > valuesLeft) {
      throw pages.damaged(
          page,
          "should have from 1 to %d values at byte %d, where the offset index has it, but has %d"
              .formatted(valuesLeft, locations.start(next), values));
    }
    if (!isRepeated && values != locations.rows(next)) {
      throw pages.damaged(
          page,
          "should have %d rows, as the offset index says, but has %d"
              .formatted(locations.rows(next), values));
    }
    valuesLeft -= values;
    next++;
    return header;
  }

  /** If anything lies before the first page. */
  private void takeDictionary() throws IOException {
    if (!pages.isBefore(locations.start(0))) {
      return;
    }
    PageHeader header = pages.header(ChunkDictionaryPage.NAME);
    if (ChunkDictionaryPage.isOf(header)) {
      dictionary.take(header);
    } else if (PageHeaders.valueCount(header) != 0) {
      throw pages.damaged(
          "a page with %d values".formatted(PageHeaders.valueCount(header)),
          "should not lie before byte %d, where the offset index has the first one"
              .formatted(locations.start(0)));
    }
  }

  @Override
  public long pass(long rows) {
    if (next == locations.count()) {
      return 0;
    }
    long from = locations.firstRow(next);
    next = locations.pageOf(from + rows);
    return locations.firstRow(next) - from;
  }

  @Override
  public String nextName() {
    return "page " + next;
  }

  @Override
  public long statedRows() {
    return locations.rows(next - 1);
  }
}
