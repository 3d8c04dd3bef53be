package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.ModuleType;
import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import shaded.parquet.org.apache.thrift.TException;

/**
 * What a file, whoever wrote it, says of the pages of a chunk of a column that is in no list:
 * offset index and column index, each checked against the other, the chunk, and the rows of the row
 * group. Indexes that contradict anything are none.
 *
 * @param locations where the pages are; each has rows
 * @param rows of the row group
 * @param columnIndex with as many entries as there are pages
 */
public record StoredPageIndex(List<PageLocation> locations, long rows, ColumnIndex columnIndex) {

  /** Larger ones are not looked at. */
  private static final int LARGEST = 16 << 20;

  private interface Parser<T> {
    T parse(byte[] bytes) throws TException;
  }

  /**
   * Reads both indexes of a chunk.
   *
   * @param rows of the row group
   * @param place of the chunk, for messages
   * @return empty if the chunk has none that can be relied on
   * @throws IOException if the file cannot be read, or an index cannot be decrypted
   */
  public static Optional<StoredPageIndex> read(
      ParquetInput file, ColumnChunk chunk, ReadableChunk readable, long rows, String place)
      throws IOException {
    if (!chunk.isSetColumn_index_offset() || !chunk.isSetOffset_index_offset()) {
      return Optional.empty();
    }
    Optional<OffsetIndex> offsets =
        read(
            file,
            readable,
            place,
            ModuleType.OFFSET_INDEX,
            chunk.getOffset_index_offset(),
            chunk.getOffset_index_length(),
            BoundedThrift::offsetIndex);
    List<PageLocation> locations = offsets.map(OffsetIndex::getPage_locations).orElse(List.of());
    if (!arePages(locations, readable.metadata(), rows)) {
      return Optional.empty();
    }
    return read(
            file,
            readable,
            place,
            ModuleType.COLUMN_INDEX,
            chunk.getColumn_index_offset(),
            chunk.getColumn_index_length(),
            BoundedThrift::columnIndex)
        .map(columnIndex -> new StoredPageIndex(locations, rows, columnIndex))
        .filter(StoredPageIndex::isConsistent)
        .filter(index -> index.agreesWith(readable.metadata()));
  }

  private static <T> Optional<T> read(
      ParquetInput file,
      ReadableChunk chunk,
      String place,
      ModuleType type,
      long start,
      int length,
      Parser<T> parser)
      throws IOException {
    if (start <= 0 || length <= 0 || length > LARGEST || length > file.length() - start) {
      return Optional.empty();
    }
    byte[] bytes = file.read(start, length);
    if (chunk.decryption() != null) {
      int module = length - ChunkDecryption.LENGTH_BYTES;
      if (module < 0 || ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() != module) {
        return Optional.empty();
      }
      bytes = chunk.decryption().open(type, place, bytes, ChunkDecryption.LENGTH_BYTES, module);
    }
    try {
      return Optional.of(parser.parse(bytes));
    } catch (TException | RuntimeException e) {
      // It is no index, which is no fault: all pages are read.
      return Optional.empty();
    }
  }

  /** Whether pages follow each other in the chunk, and their rows in the row group. */
  private static boolean arePages(List<PageLocation> locations, ColumnMetaData chunk, long rows) {
    long end = ReadableChunk.start(chunk);
    long lastByte = end + chunk.getTotal_compressed_size();
    long row = -1;
    for (PageLocation location : locations) {
      if (location.getOffset() < end
          || location.getCompressed_page_size() <= 0
          || location.getCompressed_page_size() > lastByte - location.getOffset()
          || location.getFirst_row_index() <= row
          || location.getFirst_row_index() >= rows) {
        return false;
      }
      end = location.getOffset() + location.getCompressed_page_size();
      row = location.getFirst_row_index();
    }
    return !locations.isEmpty() && locations.get(0).getFirst_row_index() == 0;
  }

  private boolean isConsistent() {
    int pages = locations.size();
    if (columnIndex.getNull_pagesSize() != pages
        || columnIndex.getMin_valuesSize() != pages
        || columnIndex.getMax_valuesSize() != pages
        || !areCounts(columnIndex.getNull_counts())
        || !areCounts(columnIndex.getNan_counts())) {
      return false;
    }
    for (int page = 0; columnIndex.isSetNull_counts() && page < pages; page++) {
      boolean onlyNulls = columnIndex.getNull_counts().get(page) == rowCount(page);
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
    if (counts.size() != locations.size()) {
      return false;
    }
    for (int page = 0; page < counts.size(); page++) {
      if (counts.get(page) < 0 || counts.get(page) > rowCount(page)) {
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

  public int pageCount() {
    return locations.size();
  }

  public long firstRow(int page) {
    return locations.get(page).getFirst_row_index();
  }

  /** The row behind a page's last one. */
  public long endRow(int page) {
    return page + 1 < locations.size() ? firstRow(page + 1) : rows;
  }

  private long rowCount(int page) {
    return endRow(page) - firstRow(page);
  }
}
