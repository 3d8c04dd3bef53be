package io.flinkarrow.testing;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * What a walk found in one column chunk.
 *
 * @param dictionaryBytes length of the dictionary page before compression; 0 if there is none
 * @param dictionaryEntries its entries
 */
public record ChunkFacts(
    int rowGroup,
    ColumnDescriptor column,
    long start,
    long end,
    int dictionaryBytes,
    int dictionaryEntries,
    List<PageFacts> pages,
    Extremes extremes) {

  public String path() {
    return String.join(".", column.getPath());
  }

  public long rows() {
    return pages.stream().mapToLong(PageFacts::rows).sum();
  }

  long levels() {
    return pages.stream().mapToLong(PageFacts::levels).sum();
  }

  long nulls() {
    return pages.stream().mapToLong(PageFacts::nulls).sum();
  }
}
