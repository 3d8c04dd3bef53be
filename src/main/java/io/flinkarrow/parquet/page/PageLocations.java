package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.input.FetchedRanges.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.PageLocation;

/**
 * Where the data pages of a chunk are, and which rows they have, as an offset index says: numbers
 * that fit the chunk, the rows of the row group, and one another. Whether there are such pages is
 * found out by who reads them.
 */
public final class PageLocations {

  private final long[] starts;
  private final int[] lengths;

  /** Of each page, and behind them the rows of the row group. */
  private final long[] firstRows;

  private PageLocations(List<PageLocation> pages, long rows) {
    starts = pages.stream().mapToLong(PageLocation::getOffset).toArray();
    lengths = pages.stream().mapToInt(PageLocation::getCompressed_page_size).toArray();
    firstRows = Arrays.copyOf(firstRows(pages), pages.size() + 1);
    firstRows[pages.size()] = rows;
  }

  private static long[] firstRows(List<PageLocation> pages) {
    return pages.stream().mapToLong(PageLocation::getFirst_row_index).toArray();
  }

  /**
   * The pages, each of which has rows: one behind the other in the chunk, and their rows in the row
   * group.
   *
   * @param rows of the row group
   * @return empty if they contradict anything
   */
  public static Optional<PageLocations> of(List<PageLocation> pages, Range chunk, long rows) {
    long end = chunk.start();
    long row = -1;
    for (PageLocation page : pages) {
      if (page.getOffset() < end
          || page.getCompressed_page_size() <= 0
          || page.getCompressed_page_size() > chunk.end() - page.getOffset()
          || page.getFirst_row_index() <= row
          || page.getFirst_row_index() >= rows) {
        return Optional.empty();
      }
      end = page.getOffset() + page.getCompressed_page_size();
      row = page.getFirst_row_index();
    }
    return pages.isEmpty() || pages.get(0).getFirst_row_index() != 0
        ? Optional.empty()
        : Optional.of(new PageLocations(pages, rows));
  }

  public int count() {
    return lengths.length;
  }

  /** Where a page's header begins in the file. */
  public long start(int page) {
    return starts[page];
  }

  /** Behind a page's last byte. */
  public long end(int page) {
    return starts[page] + lengths[page];
  }

  public long firstRow(int page) {
    return firstRows[page];
  }

  /** The row behind a page's last one. */
  public long endRow(int page) {
    return firstRows[page + 1];
  }

  public long rows(int page) {
    return endRow(page) - firstRow(page);
  }

  /** The page that has a row of the row group; behind the last one for the row behind them. */
  public int pageOf(long row) {
    int found = Arrays.binarySearch(firstRows, row);
    return found < 0 ? -found - 2 : found;
  }
}
