package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.footer.FormatEnums;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.PageCopies;
import io.flinkarrow.parquet.page.PageCopy;
import io.flinkarrow.parquet.page.PageHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The pages of a column chunk, which has no dictionary, as pages of a column that is written: they
 * are as its settings want them, and large enough. Of columns in no list.
 *
 * <p>What the file says of its values is believed, as far as it does not contradict itself. So it
 * must be of this library.
 */
public final class CopyablePages {

  /** Indexes are read in any case if they are no longer. */
  private static final int SHORT_INDEX_BYTES = 16 << 10;

  private final ParquetInput file;
  private final String place;
  private final StatedPages stated;
  private final Encoding encoding;
  private final long maximumPageBytes;

  private CopyablePages(
      ParquetInput file, String place, StatedPages stated, long maximumPageBytes) {
    this.file = file;
    this.place = place;
    this.stated = stated;
    this.encoding = encodingOfValues(stated.chunk().metadata());
    this.maximumPageBytes = maximumPageBytes;
  }

  /**
   * The one encoding of all values; empty if the footer says something against a copy, or if even
   * one page of all rows would be too small.
   */
  public static Optional<Encoding> encoding(RowGroupChunks group, LeafColumn column) {
    ColumnSettings settings = column.settings();
    if (column.maxRepetitionLevel() > 0
        || !settings.statistics().areIndexed()
        || settings.bloomFilter() != null
        || !group.isHere(column.ordinal())) {
      return Optional.empty();
    }
    ColumnChunk chunk = group.chunks().get(column.ordinal());
    ColumnMetaData metadata = chunk.getMeta_data();
    long bytes = PlainSizes.of(column.type(), false, chunk);
    return !areLarge(settings, 1, bytes, group.rows())
            || metadata.isSetDictionary_page_offset()
            || metadata.getCodec() != FormatEnums.codec(settings.codec())
        ? Optional.empty()
        : Optional.ofNullable(encodingOfValues(metadata));
  }

  /** Null if there are several. Levels are RLE, and values may be too. */
  @Nullable
  private static Encoding encodingOfValues(ColumnMetaData metadata) {
    List<Encoding> others =
        metadata.getEncodings().stream()
            .filter(encoding -> encoding != Encoding.RLE)
            .distinct()
            .toList();
    if (others.isEmpty()) {
      return Encoding.RLE;
    }
    return others.size() == 1 ? others.get(0) : null;
  }

  /**
   * Those of the columns whose pages can be copied; reads their indexes.
   *
   * @param columns that have an {@link #encoding}
   * @param maximumPageBytes larger pages are not copied
   */
  public static List<CopyablePages> of(
      ParquetInput file,
      FileFooter footer,
      RowGroupChunks group,
      List<LeafColumn> columns,
      long maximumPageBytes)
      throws IOException {
    List<LeafColumn> indexed = new ArrayList<>();
    List<Range> indexes = new ArrayList<>();
    for (LeafColumn column : columns) {
      CopyableChunk.indexes(file, group, column.ordinal())
          .filter(ofChunk -> isWorthwhile(ofChunk, group.chunks().get(column.ordinal())))
          .ifPresent(
              ofChunk -> {
                indexed.add(column);
                indexes.addAll(ofChunk);
              });
    }
    if (indexed.isEmpty() || CopyableChunk.areTooLong(indexes)) {
      return List.of();
    }
    FetchedRanges fetched = FetchedRanges.of(file, indexes);
    List<CopyablePages> copyable = new ArrayList<>();
    for (LeafColumn column : indexed) {
      CopyableChunk.of(file, footer, group, column.ordinal(), fetched, maximumPageBytes)
          .flatMap(chunk -> StatedPages.of(column, chunk))
          .map(stated -> new CopyablePages(file, group.place(file), stated, maximumPageBytes))
          .filter(CopyablePages::fit)
          .ifPresent(copyable::add);
    }
    return copyable;
  }

  /** Whether indexes take no longer to read than the pages do: chunks may share long ones. */
  private static boolean isWorthwhile(List<Range> indexes, ColumnChunk chunk) {
    return indexes.stream().mapToLong(Range::length).sum()
        <= chunk.getMeta_data().getTotal_compressed_size() + SHORT_INDEX_BYTES;
  }

  public LeafColumn column() {
    return stated.column();
  }

  /**
   * Whether pages are no larger than the column's may be, on average at least half as large, and
   * hold values. Those without are cheap, and do not show whether a dictionary pays.
   */
  private boolean fit() {
    ColumnSettings settings = column().settings();
    long bytes = 0;
    long rows = 0;
    for (int page = 0; page < stated.count(); page++) {
      long pageBytes = stated.plainBytes(page);
      long pageRows = stated.rows(page);
      if (pageRows > settings.pageRows()
          || pageBytes > maximumPageBytes
          || (pageBytes > settings.pageBytes() && pageRows > 1)) {
        return false;
      }
      bytes += pageBytes;
      rows += pageRows;
    }
    return stated.hasValues()
        && stated.chunk().range().length() <= mostStoredBytes(bytes, rows)
        && areLarge(settings, stated.count(), bytes, rows);
  }

  /** Whether pages are on average at least half as large as the column's may be. */
  private static boolean areLarge(ColumnSettings settings, int pages, long bytes, long rows) {
    return rows / pages >= (settings.pageRows() + 1L) / 2
        || bytes / pages >= (settings.pageBytes() + 1L) / 2;
  }

  /** More than codecs, levels and headers make of values. */
  private long mostStoredBytes(long bytes, long rows) {
    return 2 * bytes + 2L * Integer.BYTES * rows + 1024L * stated.count();
  }

  /**
   * Reads the pages.
   *
   * @return empty if one is not as it would be written, or not as the indexes say
   * @throws IOException if they are damaged, or cannot be read
   */
  public Optional<PageCopies> read() throws IOException {
    List<PageCopy> pages = new ArrayList<>();
    new CopiedPages(file, place)
        .dataPages(
            stated.chunk(),
            (page, header, bytes, from, length) ->
                isAsWritten(page, header) && pages.add(copy(page, header, bytes, from, length)));
    return pages.size() == stated.count()
        ? Optional.of(new PageCopies(pages, stated.statistics()))
        : Optional.empty();
  }

  private boolean isAsWritten(int page, PageHeader header) {
    return PageHeaders.encoding(header) == encoding
        && (header.isSetCrc() || !column().settings().checksums())
        && switch (column().settings().pageVersion()) {
          case V1 ->
              isVersion1(header) && hasBytes(page, header, 0, column().maxDefinitionLevel() == 0);
          case V2 ->
              isVersion2(page, header)
                  && hasBytes(
                      page,
                      header,
                      header.getData_page_header_v2().getDefinition_levels_byte_length(),
                      true);
        };
  }

  /**
   * Whether it can have so many bytes before compression.
   *
   * @param levels that at least so many of them are
   * @param exactly so many
   */
  private boolean hasBytes(int page, PageHeader header, int levels, boolean exactly) {
    int length = header.getUncompressed_page_size();
    boolean isPlain =
        encoding == Encoding.PLAIN
            && column().type().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN;
    long values = isPlain ? stated.plainBytes(page) : 0;
    return length >= levels + values
        && length <= maximumPageBytes
        && (!isPlain || !exactly || length == levels + values)
        && (isCompressed(header) || length == header.getCompressed_page_size());
  }

  private boolean isCompressed(PageHeader header) {
    return stated.chunk().metadata().getCodec() != CompressionCodec.UNCOMPRESSED
        && (!header.isSetData_page_header_v2()
            || header.getData_page_header_v2().isIs_compressed());
  }

  private static boolean isVersion1(PageHeader header) {
    DataPageHeader details = header.getData_page_header();
    return header.getType() == PageType.DATA_PAGE
        && details != null
        && !header.isSetData_page_header_v2()
        && !details.isSetStatistics()
        && details.getDefinition_level_encoding() == Encoding.RLE
        && details.getRepetition_level_encoding() == Encoding.RLE;
  }

  private boolean isVersion2(int page, PageHeader header) {
    DataPageHeaderV2 details = header.getData_page_header_v2();
    return header.getType() == PageType.DATA_PAGE_V2
        && details != null
        && !header.isSetData_page_header()
        && !details.isSetStatistics()
        && details.getNum_rows() == stated.rows(page)
        && details.getNum_nulls() == stated.nulls(page)
        && details.getRepetition_levels_byte_length() == 0
        && details.getDefinition_levels_byte_length() >= 0
        && details.getDefinition_levels_byte_length() <= mostLevelBytes(header);
  }

  private int mostLevelBytes(PageHeader header) {
    return column().maxDefinitionLevel() == 0 ? 0 : header.getCompressed_page_size();
  }

  private PageCopy copy(int page, PageHeader header, byte[] bytes, int from, int length) {
    byte[] stored = new byte[length];
    System.arraycopy(bytes, from, stored, 0, length);
    int rows = Math.toIntExact(stated.rows(page));
    DataPageInfo info =
        new DataPageInfo(
            rows,
            rows,
            encoding,
            stated.statistics(page),
            stated.byteArrayBytes(page),
            null,
            stated.histogram(page));
    return new PageCopy(
        stored,
        (long) length - header.getCompressed_page_size() + header.getUncompressed_page_size(),
        info);
  }
}
