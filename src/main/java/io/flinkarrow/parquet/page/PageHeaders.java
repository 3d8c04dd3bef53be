package io.flinkarrow.parquet.page;

import java.util.zip.CRC32;
import javax.annotation.Nullable;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * Headers of data pages and dictionary pages: those that are written, still without lengths and
 * checksum, and what those that are read say. Page statistics are not repeated in headers: the
 * column index has them.
 */
public final class PageHeaders {

  private PageHeaders() {}

  static PageHeader dataPage(DataPageInfo info) {
    Encoding values = info.encoding();
    return new PageHeader()
        .setType(PageType.DATA_PAGE)
        .setData_page_header(
            new DataPageHeader(info.levelCount(), values, Encoding.RLE, Encoding.RLE));
  }

  static PageHeader dataPageV2(DataPageInfo info, DataPageBody body, boolean compressed) {
    return new PageHeader()
        .setType(PageType.DATA_PAGE_V2)
        .setData_page_header_v2(
            new DataPageHeaderV2(
                    info.levelCount(),
                    Math.toIntExact(info.statistics().nullCount()),
                    info.rowCount(),
                    info.encoding(),
                    body.definitionBytes(),
                    body.repetitionBytes())
                .setIs_compressed(compressed));
  }

  static PageHeader dictionaryPage(int entryCount) {
    return new PageHeader()
        .setType(PageType.DICTIONARY_PAGE)
        .setDictionary_page_header(new DictionaryPageHeader(entryCount, Encoding.PLAIN));
  }

  /** How many values and nulls a page has: none if it is no data page. */
  public static int valueCount(PageHeader header) {
    if (header.isSetData_page_header()) {
      return header.getData_page_header().getNum_values();
    }
    return header.isSetData_page_header_v2() ? header.getData_page_header_v2().getNum_values() : 0;
  }

  /** The bytes of a page, as stored and as decompressed. */
  static long bytes(PageHeader header) {
    return (long) header.getCompressed_page_size() + header.getUncompressed_page_size();
  }

  /** A data page's header; its statistics are not needed any more and could be large. */
  static PageHeader withoutStatistics(PageHeader header) {
    if (header.isSetData_page_header()) {
      header.getData_page_header().unsetStatistics();
    } else if (header.isSetData_page_header_v2()) {
      header.getData_page_header_v2().unsetStatistics();
    }
    return header;
  }

  /** The encoding of a data page's values; null if it is none, or its encoding is not known. */
  @Nullable
  public static Encoding encoding(PageHeader header) {
    if (header.isSetData_page_header()) {
      return header.getData_page_header().getEncoding();
    }
    return header.isSetData_page_header_v2() ? header.getData_page_header_v2().getEncoding() : null;
  }

  /** The CRC-32 of a page's compressed bytes, its header not included. */
  static int checksum(byte[] compressed, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(compressed, 0, length);
    return (int) checksum.getValue();
  }
}
