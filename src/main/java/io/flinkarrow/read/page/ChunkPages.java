package io.flinkarrow.read.page;

import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.page.PageHeaders;
import io.flinkarrow.parquet.page.PageMemory;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * The pages of one column chunk, one at a time, for parquet-column to decode. Memory is charged
 * before it is allocated. What cannot be read is thrown as an {@link UncheckedIOException} that
 * names the page, because parquet-column, which asks for pages, expects no other.
 */
public final class ChunkPages implements PageReader {

  /** What parquet-column keeps for an entry of a dictionary beside its bytes, and we of it. */
  private static final int BINARY_ENTRY_BYTES = 56;

  private static final int NUMBER_ENTRY_BYTES = 16;

  private final RawPages pages;
  private final ColumnDescriptor column;
  private final long valueCount;
  private final PageMemory memory;
  private final PrefixLengths prefixes = new PrefixLengths();

  /** Read while looking for a dictionary page; null if there is none such. */
  private PageHeader ahead;

  private int nextPage;
  private long valuesSoFar;
  private long dictionaryBytes;
  private long pageBytes;

  /** Opens the pages of a chunk that has {@code valueCount} values, as the footer has it. */
  public ChunkPages(RawPages pages, ColumnDescriptor column, long valueCount, PageMemory memory) {
    this.pages = pages;
    this.column = column;
    this.valueCount = valueCount;
    this.memory = memory;
  }

  @Override
  public long getTotalValueCount() {
    return valueCount;
  }

  @Override
  public DictionaryPage readDictionaryPage() {
    String page = "the dictionary page";
    try {
      PageHeader header = pages.header(page);
      if (header.getType() != PageType.DICTIONARY_PAGE || !header.isSetDictionary_page_header()) {
        ahead = header;
        return null;
      }
      return dictionaryPage(page, header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TooLargeException e) {
      throw new UncheckedIOException(pages.tooLarge(page, e));
    }
  }

  @Override
  public DataPage readPage() {
    String page = "page " + nextPage;
    try {
      while (true) {
        PageHeader header = ahead != null ? ahead : pages.header(page);
        ahead = null;
        countValues(page, header);
        if (PageHeaders.valueCount(header) == 0) {
          // Index pages, what the format may still invent, and pages of nothing.
          body(page, header);
        } else {
          nextPage++;
          return header.isSetData_page_header() ? dataPage(page, header) : dataPageV2(page, header);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TooLargeException e) {
      throw new UncheckedIOException(pages.tooLarge(page, e));
    }
  }

  /** Once all values are read: no page with further ones may follow. */
  public void checkEnd() throws IOException {
    String page = "page " + nextPage;
    PageHeader header = null;
    // Some writers leave gaps, which hold no page.
    while (pages.hasMore() && (header = pages.headerIfAny(page)) != null) {
      countValues(page, header);
      body(page, header);
    }
  }

  /** Charges the copy of a page that is decrypted, in the place of the page before it. */
  private Bytes body(String page, PageHeader header) throws IOException {
    charge(pages.copiedBytes(header));
    return pages.body(page, header);
  }

  /** Gives back the memory of the last page and of the dictionary. */
  public void close() {
    memory.replace(dictionaryBytes + pageBytes, 0);
    dictionaryBytes = 0;
    pageBytes = 0;
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

  private DictionaryPage dictionaryPage(String page, PageHeader header) throws IOException {
    Bytes body = body(page, header);
    DictionaryPageHeader details = header.getDictionary_page_header();
    int length = header.getUncompressed_page_size();
    int entries = details.getNum_values();
    // Each has a byte at least, and whoever decodes them makes room for as many.
    if (entries < 0 || entries > length) {
      throw pages.damaged(
          page,
          "should have from 0 to %d entries in as many bytes, but has %d"
              .formatted(length, entries));
    }
    boolean isBinary =
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
          case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> true;
          case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> false;
        };
    long cost = length + (long) entries * (isBinary ? BINARY_ENTRY_BYTES : NUMBER_ENTRY_BYTES);
    memory.replace(dictionaryBytes, cost);
    dictionaryBytes = cost;
    byte[] content = pages.decompress(page, body, 0, length).array();
    charge(0);
    try {
      DictionaryEntries.check(content, entries, column.getPrimitiveType());
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
    return new DictionaryPage(
        BytesInput.from(content), entries, pages.encoding(page, details.getEncoding()));
  }

  private DataPage dataPage(String page, PageHeader header) throws IOException {
    DataPageHeader details = header.getData_page_header();
    int length = header.getUncompressed_page_size();
    Encoding repetition =
        levels(page, column.getMaxRepetitionLevel(), details.getRepetition_level_encoding());
    Encoding definition =
        levels(page, column.getMaxDefinitionLevel(), details.getDefinition_level_encoding());
    Encoding values = pages.encoding(page, details.getEncoding());
    Bytes body = body(page, header);
    charge(pageBytes + length);
    Bytes content = pages.decompress(page, body, 0, length);
    DecodingCost cost = new DecodingCost(content.array(), 0, length, details.getNum_values());
    try {
      cost.levels(repetition, column.getMaxRepetitionLevel());
      cost.levels(definition, column.getMaxDefinitionLevel());
      cost.values(values);
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
    charge(length + cost.heapBytes());
    checkPrefixes(page, values, content.from(cost.valuesStart()), cost);
    return new DataPageV1(
        BytesInput.from(content.array()),
        details.getNum_values(),
        length,
        null,
        repetition,
        definition,
        values);
  }

  /** Where there are no levels, what the header says of them does not matter. */
  private Encoding levels(String page, int maximum, org.apache.parquet.format.Encoding stated)
      throws IOException {
    Encoding encoding = maximum == 0 ? Encoding.RLE : pages.encoding(page, stated);
    return switch (encoding) {
      case RLE, BIT_PACKED -> encoding;
      case PLAIN,
          PLAIN_DICTIONARY,
          RLE_DICTIONARY,
          DELTA_BINARY_PACKED,
          DELTA_LENGTH_BYTE_ARRAY,
          DELTA_BYTE_ARRAY,
          BYTE_STREAM_SPLIT ->
          throw pages.damaged(page, "should have levels in RLE or BIT_PACKED, but in " + encoding);
    };
  }

  /** Levels come first and are never compressed. */
  private DataPage dataPageV2(String page, PageHeader header) throws IOException {
    Bytes body = body(page, header);
    DataPageHeaderV2 details = header.getData_page_header_v2();
    int repetition = details.getRepetition_levels_byte_length();
    int definition = details.getDefinition_levels_byte_length();
    int room = Math.min(body.length(), header.getUncompressed_page_size());
    if (repetition < 0 || definition < 0 || repetition > room - definition) {
      throw pages.damaged(
          page,
          "should have levels within its %d bytes, but has %d and %d bytes of them"
              .formatted(room, repetition, definition));
    }
    int levels = repetition + definition;
    int length = header.getUncompressed_page_size() - levels;
    Encoding encoding = pages.encoding(page, details.getEncoding());
    // Levels stay in the copy, and values that are not compressed too.
    long copied = pageBytes;
    charge(details.isIs_compressed() ? copied + length : Math.max(copied, length));
    long held = pageBytes;
    Bytes values =
        details.isIs_compressed()
            ? pages.decompress(page, body, levels, length)
            : body.part(levels, body.length() - levels);
    int count = details.getNum_values();
    DecodingCost ofRepetition = cost(body.part(0, repetition), count);
    DecodingCost ofDefinition = cost(body.part(repetition, definition), count);
    DecodingCost ofValues = cost(values, count);
    try {
      ofRepetition.levels(column.getMaxRepetitionLevel());
      ofDefinition.levels(column.getMaxDefinitionLevel());
      ofValues.values(encoding);
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
    charge(
        Math.max(held, values.length())
            + ofRepetition.heapBytes()
            + ofDefinition.heapBytes()
            + ofValues.heapBytes());
    checkPrefixes(page, encoding, values, ofValues);
    return DataPageV2.uncompressed(
        details.getNum_rows(),
        details.getNum_nulls(),
        count,
        input(body.part(0, repetition)),
        input(body.part(repetition, definition)),
        encoding,
        input(values),
        null);
  }

  private void checkPrefixes(String page, Encoding encoding, Bytes values, DecodingCost cost)
      throws IOException {
    if (encoding == Encoding.DELTA_BYTE_ARRAY) {
      try {
        prefixes.check(values, cost.deltaCount());
      } catch (IOException | RuntimeException e) {
        throw pages.damaged(page, e.getMessage(), e);
      }
    }
  }

  private static DecodingCost cost(Bytes bytes, int values) {
    return new DecodingCost(bytes.array(), bytes.offset(), bytes.offset() + bytes.length(), values);
  }

  private static BytesInput input(Bytes bytes) {
    return BytesInput.from(bytes.array(), bytes.offset(), bytes.length());
  }

  private void charge(long bytes) {
    memory.replace(pageBytes, bytes);
    pageBytes = bytes;
  }
}
