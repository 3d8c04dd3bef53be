package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.page.PageLocations;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * What is read of one column chunk for some rows of its row group.
 *
 * @param locations where its pages are; null if they are read one behind the other
 * @param ranges of the file, which do not touch: the pages that have wanted rows, and what lies
 *     before the first page; or the whole chunk
 * @param skipped how many of its pages are not read
 * @param areKnown whether all of these are needed; or else no more of them than it takes to find
 *     the rows
 */
record WantedPages(
    @Nullable PageLocations locations, List<Range> ranges, int skipped, boolean areKnown) {

  private static final WantedPages NONE = new WantedPages(null, List.of(), 0, false);

  /**
   * @param rows that are wanted
   * @return nothing if the chunk cannot be read, of which whoever opens it is told
   */
  static WantedPages of(FileFooter footer, RowGroupIndexes indexes, int leaf, RowRanges rows)
      throws IOException {
    if (indexes.chunk(leaf).isEmpty()) {
      return NONE;
    }
    Range whole = footer.range(indexes.chunk(leaf).get().metadata());
    if (rows.rows() == indexes.group().rows()) {
      return new WantedPages(null, List.of(whole), 0, whole.start() < whole.end());
    }
    Optional<PageLocations> pages = indexes.pages(leaf);
    return pages.isEmpty()
        ? new WantedPages(null, List.of(whole), 0, false)
        : of(pages.get(), whole, rows);
  }

  private static WantedPages of(PageLocations pages, Range whole, RowRanges rows) {
    List<Range> ranges = new ArrayList<>();
    add(ranges, new Range(whole.start(), pages.start(0)));
    int count = 0;
    int end = 0;
    for (RowRanges.Range range : rows.ranges()) {
      int to = pages.pageOf(range.to() - 1) + 1;
      for (int page = Math.max(end, pages.pageOf(range.from())); page < to; page++) {
        add(ranges, new Range(pages.start(page), pages.end(page)));
        count++;
      }
      end = to;
    }
    return count == pages.count()
        ? new WantedPages(null, List.of(whole), 0, true)
        : new WantedPages(pages, ranges, pages.count() - count, true);
  }

  private static void add(List<Range> ranges, Range next) {
    int last = ranges.size() - 1;
    if (last >= 0 && ranges.get(last).end() == next.start()) {
      ranges.set(last, new Range(ranges.get(last).start(), next.end()));
    } else if (next.start() < next.end()) {
      ranges.add(next);
    }
  }
}
