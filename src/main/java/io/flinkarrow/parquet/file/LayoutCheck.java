package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.page.SealedChunk;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;

/**
 * Compares what the footer is about to state with where the bytes really went, because a wrong
 * offset makes a file that opens well and reads wrong. Pages, chunks, row groups and indexes must
 * lie one behind the other without gaps.
 */
final class LayoutCheck {

  private final List<LeafColumn> columns;

  LayoutCheck(List<LeafColumn> columns) {
    this.columns = columns;
  }

  /**
   * Checks that a row group's chunks are those of its rows.
   *
   * @throws IllegalArgumentException if they are not
   */
  void checkRows(int rowGroup, long rowCount, List<SealedChunk> chunks) {
    if (rowCount < 1) {
      throw new IllegalArgumentException(
          "A row group must have at least 1 row but was given %d".formatted(rowCount));
    }
    if (chunks.size() != columns.size()) {
      throw new IllegalArgumentException(
          "A row group must have a chunk for each of %d columns but was given %d"
              .formatted(columns.size(), chunks.size()));
    }
    for (int i = 0; i < columns.size(); i++) {
      LeafColumn column = columns.get(i);
      SealedChunk chunk = chunks.get(i);
      if (!chunk.column().descriptor().equals(column.descriptor())) {
        throw new IllegalArgumentException(
            "Chunk %d of a row group must be of column %s but is of column %s"
                .formatted(i, column.path(), chunk.column().path()));
      }
      boolean flat = column.maxRepetitionLevel() == 0;
      long rows = chunk.rowCount();
      long levels = chunk.levelCount();
      if (rows != rowCount || (flat && levels != rowCount)) {
        throw new IllegalArgumentException(
            "Row group %d, column %s: the pages have %d rows in %d level entries, the row group has %d rows"
                .formatted(rowGroup, column.path(), rows, levels, rowCount));
      }
    }
  }

  /**
   * Checks a chunk whose first byte was written at {@code start} and its last before {@code end}.
   *
   * @param rows of its row group
   * @param pages where its data pages are
   */
  void checkChunk(
      int rowGroup,
      int column,
      long rows,
      ColumnMetaData chunk,
      OffsetIndex pages,
      long start,
      long end) {
    Place place = place(rowGroup, column);
    long position = start;
    if (chunk.isSetDictionary_page_offset()) {
      long stated = chunk.getDictionary_page_offset();
      require(stated == start, place, "dictionary page", stated, start);
      position = chunk.getData_page_offset();
      require(position > start, place, "first data page behind dictionary page", position, start);
    }
    long stated = chunk.getData_page_offset();
    require(stated == position, place, "first data page", stated, position);
    long row = -1;
    for (PageLocation page : pages.getPage_locations()) {
      require(page.getOffset() == position, place, "data page", page.getOffset(), position);
      require(
          row < 0 ? page.getFirst_row_index() == 0 : page.getFirst_row_index() > row,
          place,
          "first row of a data page behind that of the page before it",
          page.getFirst_row_index(),
          row);
      row = page.getFirst_row_index();
      position += page.getCompressed_page_size();
    }
    require(row >= 0 && row < rows, place, "first row of the last data page", row, rows);
    require(position == end, place, "end", position, end);
    long size = chunk.getTotal_compressed_size();
    require(size == end - start, place, "total compressed size", size, end - start);
  }

  /**
   * Checks a Bloom filter whose first byte was written at {@code start} and its last before {@code
   * end}.
   *
   * @param offset where the footer says it is
   * @param length its length there
   */
  void checkBloomFilter(int rowGroup, int column, long offset, long length, long start, long end) {
    Place place = place(rowGroup, column);
    require(offset == start, place, "Bloom filter", offset, start);
    require(length == end - start, place, "Bloom filter's length", length, end - start);
  }

  /**
   * Checks that the row groups fill the file from {@code start} to {@code indexStart} and their
   * indexes, column indexes before offset indexes, from there to {@code footerStart}.
   *
   * @param bloomFilterBytes by row group, of the filters behind its pages
   */
  void checkFile(
      List<RowGroup> rowGroups,
      IntToLongFunction bloomFilterBytes,
      long start,
      long indexStart,
      long footerStart) {
    long position = start;
    for (int ordinal = 0; ordinal < rowGroups.size(); ordinal++) {
      RowGroup rowGroup = rowGroups.get(ordinal);
      long stated = rowGroup.getFile_offset();
      require(stated == position, new Place(ordinal, null), "start", stated, position);
      position += rowGroup.getTotal_compressed_size() + bloomFilterBytes.applyAsLong(ordinal);
    }
    require(position == indexStart, "Row groups", "end", position, indexStart);
    for (int ordinal = 0; ordinal < rowGroups.size(); ordinal++) {
      List<ColumnChunk> chunks = rowGroups.get(ordinal).getColumns();
      for (int i = 0; i < columns.size(); i++) {
        ColumnChunk chunk = chunks.get(i);
        if (chunk.isSetColumn_index_offset()) {
          long stated = chunk.getColumn_index_offset();
          require(stated == position, place(ordinal, i), "column index", stated, position);
          position += chunk.getColumn_index_length();
        }
      }
    }
    for (int ordinal = 0; ordinal < rowGroups.size(); ordinal++) {
      List<ColumnChunk> chunks = rowGroups.get(ordinal).getColumns();
      for (int i = 0; i < columns.size(); i++) {
        ColumnChunk chunk = chunks.get(i);
        long stated = chunk.getOffset_index_offset();
        require(stated == position, place(ordinal, i), "offset index", stated, position);
        position += chunk.getOffset_index_length();
      }
    }
    require(position == footerStart, "Footer", "start", position, footerStart);
  }

  private Place place(int rowGroup, int column) {
    return new Place(rowGroup, columns.get(column));
  }

  /**
   * A row group or a chunk of it. Becomes text only when something is wrong: small files have a
   * chunk every few kilobytes.
   *
   * @param column {@code null} if it is the row group
   */
  private record Place(int rowGroup, LeafColumn column) {
    @Override
    public String toString() {
      return column == null
          ? "Row group %d".formatted(rowGroup)
          : "Row group %d, column %s".formatted(rowGroup, column.path());
    }
  }

  /**
   * @param place a {@link Place} or its text
   */
  private static void require(
      boolean holds, Object place, String what, long stated, long expected) {
    if (!holds) {
      throw new IllegalStateException(
          "%s: the footer would be wrong about the %s (offset=%d, expected=%d). This is a bug of the writer; no footer is written"
              .formatted(place, what, stated, expected));
    }
  }
}
