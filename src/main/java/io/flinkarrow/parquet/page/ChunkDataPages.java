package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.LevelDecoder;
import io.flinkarrow.parquet.decoding.PageBytes;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.page.RawPages.Place;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * The data pages of a chunk in a file. A dictionary page before them goes to the chunk's decoding.
 * Memory for a page is charged before it is allocated, and given back for the next one, or by
 * {@link #letGo}.
 */
public final class ChunkDataPages implements DataPages {

  private final RawPages pages;
  private final ColumnDescriptor column;
  private final long valueCount;
  private final SkippedPages skipped;
  private final RereadAllowance rereads;
  private final PageBuffer buffer;
  private final ChunkDictionaryPage dictionary;
  private final StatedRows statedRows;

  /** How many pages with values have come. */
  private int pageCount;

  private long valuesSoFar;
  private boolean isFirst = true;

  /** Of a page that was looked at and is not read; null if there is none. */
  @Nullable private PageHeader ahead;

  /** The header of the page at hand, and where its body is; null before the first page. */
  @Nullable private PageHeader current;

  @Nullable private Place place;

  /**
   * @param decoding is given the dictionary
   * @param valueCount that the footer has
   * @param skipped counts the pages that are passed over
   */
  public ChunkDataPages(
      RawPages pages,
      ColumnDescriptor column,
      ChunkDecoding<?> decoding,
      long valueCount,
      PageMemory memory,
      RereadAllowance rereads,
      SkippedPages skipped) {
    this.pages = pages;
    this.column = column;
    this.valueCount = valueCount;
    this.skipped = skipped;
    this.rereads = rereads;
    this.buffer = new PageBuffer(pages, memory);
    this.dictionary = new ChunkDictionaryPage(pages, buffer, decoding, memory, rereads);
    this.statedRows = new StatedRows(pages, column.getMaxRepetitionLevel());
  }

  @Override
  @Nullable
  public OpenedDataPage next() throws IOException {
    String page = name(pageCount);
    try {
      PageHeader header = nextHeader(page);
      if (header == null) {
        return null;
      }
      ahead = null;
      pageCount++;
      current = PageHeaders.withoutStatistics(header);
      place = pages.place();
      OpenedDataPage opened = open(page);
      rereads.earn(PageHeaders.bytes(header));
      return opened;
    } catch (TooLargeException e) {
      throw pages.tooLarge(page, e);
    }
  }

  @Override
  public OpenedDataPage again(int passed) throws IOException {
    String page = name(pageCount - 1);
    try {
      rereads.spend(PageHeaders.bytes(current) + passed);
      pages.returnTo(place);
      return open(page);
    } catch (TooLargeException e) {
      throw pages.tooLarge(page, e);
    }
  }

  private OpenedDataPage open(String page) throws IOException {
    dictionary.takeAgainFor(PageHeaders.encoding(current));
    return current.isSetData_page_header() ? pageV1(page, current) : pageV2(page, current);
  }

  @Override
  public long pass(long rows) throws IOException {
    String page = name(pageCount);
    long passed = 0;
    try {
      PageHeader header = nextHeader(page);
      while (header != null) {
        long stated = statedRows.of(page, header);
        if (stated > rows - passed) {
          break;
        }
        ahead = null;
        pageCount++;
        passed += stated;
        statedRows.check(page, header, buffer.body(page, header));
        skipped.add(1);
        page = name(pageCount);
        header = nextHeader(page);
      }
      return passed;
    } catch (TooLargeException e) {
      throw pages.tooLarge(page, e);
    }
  }

  /**
   * The header of the next page that has values, which then stays {@link #ahead}. A dictionary page
   * is taken, others before it are passed over.
   *
   * @return null if all values were read
   */
  @Nullable
  private PageHeader nextHeader(String page) throws IOException {
    while (ahead == null && valuesSoFar < valueCount) {
      PageHeader header = pages.header(isFirst ? ChunkDictionaryPage.NAME : page);
      if (isFirst
          && header.getType() == PageType.DICTIONARY_PAGE
          && header.isSetDictionary_page_header()) {
        dictionary.take(header);
      } else {
        countValues(page, header);
        if (PageHeaders.valueCount(header) > 0) {
          ahead = header;
        } else {
          // Index pages, what the format may still invent, and pages of nothing.
          buffer.body(page, header);
        }
      }
      isFirst = false;
    }
    if (ahead == null) {
      checkEnd(page);
    }
    return ahead;
  }

  private static String name(int page) {
    return "page " + page;
  }

  /** Once all values are read: no page with further ones may follow. */
  private void checkEnd(String page) throws IOException {
    PageHeader header = null;
    // Some writers leave gaps, which hold no page.
    while (pages.hasMore() && (header = pages.headerIfAny(page)) != null) {
      countValues(page, header);
      buffer.body(page, header);
    }
  }

  @Override
  public IOException damaged(IOException found) {
    return pages.damaged(name(pageCount - 1), found.getMessage(), found);
  }

  @Override
  public void letGo() {
    dictionary.letGo();
    buffer.letGo();
    pages.letGo();
  }

  @Override
  public long retainedBytes() {
    return buffer.retainedBytes() + pages.retainedBytes();
  }

  private void countValues(String page, PageHeader header) throws IOException {
    int values = PageHeaders.valueCount(header);
    if (values < 0 || values > valueCount - valuesSoFar) {
      throw pages.damaged(
          page,
          "should have from 0 to %d values, as many as the footer says without those of the pages before it, but has %d"
              .formatted(valueCount - valuesSoFar, values));
    }
    valuesSoFar += values;
  }

  private OpenedDataPage pageV1(String page, PageHeader header) throws IOException {
    DataPageHeader details = header.getData_page_header();
    int length = header.getUncompressed_page_size();
    Encoding repetition =
        ofLevels(page, column.getMaxRepetitionLevel(), details.getRepetition_level_encoding());
    Encoding definition =
        ofLevels(page, column.getMaxDefinitionLevel(), details.getDefinition_level_encoding());
    Encoding encoding = pages.known(page, details.getEncoding());
    Bytes body = buffer.body(page, header);
    PageBytes content = bytes(buffer.decompressed(page, body, 0, length));
    int count = details.getNum_values();
    try {
      return new OpenedDataPage(
          count,
          LevelDecoder.ofPageV1(repetition, column.getMaxRepetitionLevel(), content, count),
          LevelDecoder.ofPageV1(definition, column.getMaxDefinitionLevel(), content, count),
          encoding,
          content);
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
  }

  /** Where there are no levels, what the header says of them does not matter. */
  private Encoding ofLevels(String page, int maximum, Encoding stated) throws IOException {
    return maximum == 0 ? Encoding.RLE : pages.known(page, stated);
  }

  /** Levels come first and are never compressed. */
  private OpenedDataPage pageV2(String page, PageHeader header) throws IOException {
    Bytes body = buffer.body(page, header);
    DataPageHeaderV2 details = header.getData_page_header_v2();
    PageV2Levels levels = PageV2Levels.of(pages, page, header, body);
    int length = header.getUncompressed_page_size() - levels.length();
    Encoding encoding = pages.known(page, details.getEncoding());
    Bytes values =
        details.isIs_compressed()
            ? buffer.decompressed(page, body, levels.length(), length)
            : body.from(levels.length());
    try {
      return new OpenedDataPage(
          details.getNum_values(),
          LevelDecoder.ofPageV2(column.getMaxRepetitionLevel(), bytes(levels.repetition())),
          LevelDecoder.ofPageV2(column.getMaxDefinitionLevel(), bytes(levels.definition())),
          encoding,
          bytes(values));
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
  }

  static PageBytes bytes(Bytes bytes) {
    return new PageBytes(bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
  }
}
