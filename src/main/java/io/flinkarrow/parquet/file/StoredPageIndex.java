package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.page.PageLocations;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;

/**
 * What a file, whoever wrote it, says of the values in the pages of a chunk of a column that is in
 * no list: its column index, checked against the offset index and the chunk.
 *
 * @param columnIndex with as many entries as there are pages
 */
public record StoredPageIndex(PageLocations pages, ColumnIndex columnIndex) {

  /** Empty if the column index contradicts anything. */
  static Optional<StoredPageIndex> of(
      PageLocations pages, ColumnIndex columnIndex, ColumnMetaData chunk) {
    StoredPageIndex index = new StoredPageIndex(pages, columnIndex);
    return index.isConsistent() && index.agreesWith(chunk) ? Optional.of(index) : Optional.empty();
  }

  private boolean isConsistent() {
    int count = pages.count();
    if (columnIndex.getNull_pagesSize() != count
        || columnIndex.getMin_valuesSize() != count
        || columnIndex.getMax_valuesSize() != count
        || !areCounts(columnIndex.getNull_counts())
        || !areCounts(columnIndex.getNan_counts())) {
      return false;
    }
    for (int page = 0; columnIndex.isSetNull_counts() && page < count; page++) {
      boolean onlyNulls = columnIndex.getNull_counts().get(page) == pages.rows(page);
      if (columnIndex.getNull_pages().get(page) != onlyNulls) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a number for each page, of which it has as many rows; or none at all. */
  private boolean areCounts(List<Long> counts) {
    if (counts == null) {
      return true;
    }
    if (counts.size() != pages.count()) {
      return false;
    }
    for (int page = 0; page < counts.size(); page++) {
      if (counts.get(page) < 0 || counts.get(page) > pages.rows(page)) {
        return false;
      }
    }
    return true;
  }

  private boolean agreesWith(ColumnMetaData chunk) {
    return !columnIndex.isSetNull_counts()
        || !chunk.isSetStatistics()
        || !chunk.getStatistics().isSetNull_count()
        || chunk.getStatistics().getNull_count()
            == columnIndex.getNull_counts().stream().mapToLong(Long::longValue).sum();
  }
}
