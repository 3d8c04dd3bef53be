package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.footer.FormatEnums;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageLocations;
import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import shaded.parquet.org.apache.thrift.TException;

/**
 * A column chunk whose pages lie one behind the other, without gaps, where footer and offset index
 * say.
 *
 * @param name of the column
 * @param isFlat whether it is in no list, so that each entry is a row
 * @param range of its pages
 * @param pages its data pages
 * @param columnIndex as it is in the file; null if there is none
 * @param bloomFilter where it lies in the file; null if there is none
 */
record CopyableChunk(
    String name,
    boolean isFlat,
    ColumnMetaData metadata,
    Range range,
    OffsetIndex offsetIndex,
    PageLocations pages,
    @Nullable byte[] columnIndex,
    @Nullable Range bloomFilter) {

  /** More bytes of indexes are not held for one row group. */
  private static final int MOST_INDEX_BYTES = 16 << 20;

  /** Whether indexes of a row group are not to be held. Chunks may refer to the same bytes. */
  static boolean areTooLong(List<Range> indexes) {
    return FetchedRanges.bytes(indexes) > MOST_INDEX_BYTES
        || indexes.stream().mapToLong(Range::length).sum() > MOST_INDEX_BYTES;
  }

  /** Where the indexes of a chunk are; empty if it cannot be copied. */
  static Optional<List<Range>> indexes(ParquetInput file, RowGroupChunks group, int leaf) {
    ColumnChunk chunk = group.chunks().get(leaf);
    if (!group.isHere(leaf) || !chunk.isSetOffset_index_offset()) {
      return Optional.empty();
    }
    List<Range> ranges = new ArrayList<>();
    ranges.add(offsetIndex(chunk));
    if (chunk.isSetColumn_index_offset()) {
      ranges.add(columnIndex(chunk));
    }
    return ranges.stream().allMatch(range -> isWithin(file, range))
        ? Optional.of(ranges)
        : Optional.empty();
  }

  private static Range offsetIndex(ColumnChunk chunk) {
    return new Range(
        chunk.getOffset_index_offset(),
        chunk.getOffset_index_offset() + chunk.getOffset_index_length());
  }

  private static Range columnIndex(ColumnChunk chunk) {
    return new Range(
        chunk.getColumn_index_offset(),
        chunk.getColumn_index_offset() + chunk.getColumn_index_length());
  }

  private static boolean isWithin(ParquetInput file, Range range) {
    return range.start() > 0 && range.end() > range.start() && range.end() <= file.length();
  }

  /**
   * @param fetched has the {@link #indexes}
   * @return empty if something does not fit the rest
   */
  static Optional<CopyableChunk> of(
      ParquetInput file,
      FileFooter footer,
      RowGroupChunks group,
      int leaf,
      FetchedRanges fetched,
      long maximumPageBytes)
      throws IOException {
    ColumnDescriptor column = footer.columns().get(leaf);
    ColumnChunk chunk = group.chunks().get(leaf);
    ColumnMetaData metadata = footer.chunk(file, group, leaf).metadata();
    Range range = footer.range(metadata);
    boolean isFlat = column.getMaxRepetitionLevel() == 0;
    Optional<OffsetIndex> index = parsed(fetched, offsetIndex(chunk));
    Optional<PageLocations> pages =
        index.flatMap(found -> PageLocations.of(found.getPage_locations(), range, group.rows()));
    if (pages.isEmpty()
        || !isOf(column, metadata)
        || range.length() != metadata.getTotal_compressed_size()
        || (isFlat && metadata.getNum_values() != group.rows())
        || !areWithoutGaps(pages.get(), metadata, range, maximumPageBytes)
        || (metadata.isSetBloom_filter_offset() && !isWithin(file, bloomFilter(metadata)))) {
      return Optional.empty();
    }
    return Optional.of(
        new CopyableChunk(
            String.join(".", column.getPath()),
            isFlat,
            metadata,
            range,
            index.get(),
            pages.get(),
            chunk.isSetColumn_index_offset() ? bytes(fetched, columnIndex(chunk)) : null,
            metadata.isSetBloom_filter_offset() ? bloomFilter(metadata) : null));
  }

  /** Of one whose length is not said, an empty one: it cannot be copied. */
  private static Range bloomFilter(ColumnMetaData metadata) {
    return new Range(
        metadata.getBloom_filter_offset(),
        metadata.getBloom_filter_offset() + metadata.getBloom_filter_length());
  }

  private static boolean isOf(ColumnDescriptor column, ColumnMetaData metadata) {
    return metadata.isSetCodec()
        && !metadata.isSetIndex_page_offset()
        && metadata.getType() == FormatEnums.type(column.getPrimitiveType().getPrimitiveTypeName())
        && List.of(column.getPath()).equals(metadata.getPath_in_schema());
  }

  private static boolean areWithoutGaps(
      PageLocations pages, ColumnMetaData metadata, Range range, long maximumPageBytes) {
    boolean hasDictionary = range.start() < metadata.getData_page_offset();
    long end = metadata.getData_page_offset();
    if (hasDictionary != metadata.isSetDictionary_page_offset()
        || end - range.start() > maximumPageBytes
        || range.start() != ReadableChunk.start(metadata)) {
      return false;
    }
    for (int page = 0; page < pages.count(); page++) {
      if (pages.start(page) != end || pages.end(page) - end > maximumPageBytes) {
        return false;
      }
      end = pages.end(page);
    }
    return end == range.end();
  }

  private static Optional<OffsetIndex> parsed(FetchedRanges fetched, Range range) {
    try {
      return Optional.of(BoundedThrift.offsetIndex(bytes(fetched, range)));
    } catch (TException | RuntimeException e) {
      // The chunk can be read without it.
      return Optional.empty();
    }
  }

  private static byte[] bytes(FetchedRanges fetched, Range range) {
    Bytes found = fetched.from(range.start());
    return Arrays.copyOfRange(
        found.array(), found.offset(), found.offset() + Math.toIntExact(range.length()));
  }
}
