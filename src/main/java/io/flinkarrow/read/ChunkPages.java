package io.flinkarrow.read;

import io.flinkarrow.parquet.codec.PageDecompressor;
import io.flinkarrow.parquet.column.CompressionCodec;
import io.flinkarrow.read.ChunkInput.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The pages of one column chunk, one at a time: header, checksum if the page has one,
 * decompression. A page is given no more memory than the footer has for its chunk. What cannot be
 * read is thrown as an {@link UncheckedIOException} that names the page, because parquet-column,
 * which asks for pages, expects no other.
 */
final class ChunkPages implements PageReader {

  private final String place;
  private final ChunkInput input;
  private final long valueCount;

  /** What the footer says that all pages have together, headers included. */
  private final long decompressedBytes;

  private final PageDecompressor decompressor;

  /** Read while looking for a dictionary page; null if there is none such. */
  private PageHeader ahead;

  private int nextPage;
  private long valuesSoFar;

  ChunkPages(ParquetInput file, int rowGroup, ColumnMetaData chunk) {
    place =
        "of column '%s' in row group %d of %s"
            .formatted(String.join(".", chunk.getPath_in_schema()), rowGroup, file.path());
    input = new ChunkInput(file, RowGroupChunks.start(chunk), chunk.getTotal_compressed_size());
    valueCount = chunk.getNum_values();
    decompressedBytes = chunk.getTotal_uncompressed_size();
    decompressor = PageDecompressor.of(codec(chunk));
  }

  @Override
  public long getTotalValueCount() {
    return valueCount;
  }

  @Override
  public DictionaryPage readDictionaryPage() {
    try {
      PageHeader header = header("the dictionary page");
      if (header.getType() != PageType.DICTIONARY_PAGE) {
        ahead = header;
        return null;
      }
      return dictionaryPage(header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DataPage readPage() {
    try {
      while (true) {
        String page = "page " + nextPage;
        PageHeader header = ahead != null ? ahead : header(page);
        ahead = null;
        if (isDataPage(header)) {
          nextPage++;
          countValues(page, header);
        }
        if (!isDataPage(header) || values(header) == 0) {
          // Index pages, what the format may still invent, and what has nothing to decode.
          body(page, header);
        } else if (header.isSetData_page_header()) {
          return dataPage(page, header);
        } else {
          return dataPageV2(page, header);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Once all values are read: no page with further ones may follow. */
  void checkEnd() throws IOException {
    while (input.remaining() > 0) {
      PageHeader header;
      try {
        header = header("page " + nextPage);
      } catch (IOException e) {
        if (input.failure() != null) {
          throw e;
        }
        // No page: some writers leave gaps.
        return;
      }
      if (isDataPage(header)) {
        countValues("page " + nextPage, header);
      }
      body("page " + nextPage, header);
    }
  }

  private static boolean isDataPage(PageHeader header) {
    return header.isSetData_page_header() || header.isSetData_page_header_v2();
  }

  private static int values(PageHeader header) {
    return header.isSetData_page_header()
        ? header.getData_page_header().getNum_values()
        : header.getData_page_header_v2().getNum_values();
  }

  private void countValues(String page, PageHeader header) throws IOException {
    int values = values(header);
    if (values < 0 || values > valueCount - valuesSoFar) {
      throw damaged(
          page,
          "should have from 0 to %d values, what the footer says less what the pages before it have, but has %d"
              .formatted(valueCount - valuesSoFar, values));
    }
    valuesSoFar += values;
  }

  private DictionaryPage dictionaryPage(PageHeader header) throws IOException {
    String page = "the dictionary page";
    Bytes body = body(page, header);
    DictionaryPageHeader details = header.getDictionary_page_header();
    byte[] content = decompress(page, body, 0, header.getUncompressed_page_size());
    int entries = details.getNum_values();
    // Each has a byte at least, and whoever decodes them makes room for as many.
    if (entries < 0 || entries > content.length) {
      throw damaged(
          page,
          "should have from 0 to %d entries in as many bytes, but has %d"
              .formatted(content.length, entries));
    }
    return new DictionaryPage(
        BytesInput.from(content), entries, encoding(page, details.getEncoding()));
  }

  private DataPage dataPage(String page, PageHeader header) throws IOException {
    Bytes body = body(page, header);
    DataPageHeader details = header.getData_page_header();
    byte[] content = decompress(page, body, 0, header.getUncompressed_page_size());
    return new DataPageV1(
        BytesInput.from(content),
        details.getNum_values(),
        content.length,
        null,
        encoding(page, details.getRepetition_level_encoding()),
        encoding(page, details.getDefinition_level_encoding()),
        encoding(page, details.getEncoding()));
  }

  /** Levels come first and are never compressed. */
  private DataPage dataPageV2(String page, PageHeader header) throws IOException {
    Bytes body = body(page, header);
    DataPageHeaderV2 details = header.getData_page_header_v2();
    int repetition = details.getRepetition_levels_byte_length();
    int definition = details.getDefinition_levels_byte_length();
    int room = Math.min(body.length(), header.getUncompressed_page_size());
    if (repetition < 0 || definition < 0 || repetition > room - definition) {
      throw damaged(
          page,
          "should have levels within its %d bytes, but has %d and %d bytes of them"
              .formatted(room, repetition, definition));
    }
    int levels = repetition + definition;
    BytesInput values =
        details.isIs_compressed()
            ? BytesInput.from(
                decompress(page, body, levels, header.getUncompressed_page_size() - levels))
            : part(body, levels, body.length() - levels);
    return DataPageV2.uncompressed(
        details.getNum_rows(),
        details.getNum_nulls(),
        details.getNum_values(),
        part(body, 0, repetition),
        part(body, repetition, definition),
        encoding(page, details.getEncoding()),
        values,
        null);
  }

  private static BytesInput part(Bytes body, int from, int length) {
    return BytesInput.from(body.array(), body.offset() + from, length);
  }

  private PageHeader header(String page) throws IOException {
    long left = input.remaining();
    try {
      return Util.readPageHeader(input);
    } catch (IOException | RuntimeException e) {
      if (input.failure() != null) {
        throw input.failure();
      }
      throw damaged(
          page,
          "should begin with a header, %d bytes before the chunk's end, but does not"
              .formatted(left),
          e);
    }
  }

  private Bytes body(String page, PageHeader header) throws IOException {
    int length = header.getCompressed_page_size();
    int decompressed = header.getUncompressed_page_size();
    if (length < 0
        || length > input.remaining()
        || decompressed < 0
        || decompressed > decompressedBytes) {
      throw damaged(
          page,
          "should have from 0 to %d bytes, and from 0 to %d when decompressed, but has %d and %d"
              .formatted(input.remaining(), decompressedBytes, length, decompressed));
    }
    Bytes body = input.take(length);
    if (header.isSetCrc()) {
      CRC32 checksum = new CRC32();
      checksum.update(body.array(), body.offset(), length);
      if ((int) checksum.getValue() != header.getCrc()) {
        throw damaged(
            page,
            "should have the CRC-32 %08x, but has %08x"
                .formatted(header.getCrc(), (int) checksum.getValue()));
      }
    }
    return body;
  }

  private byte[] decompress(String page, Bytes body, int from, int length) throws IOException {
    try {
      return decompressor.decompress(
          body.array(), body.offset() + from, body.length() - from, length);
    } catch (IOException e) {
      throw damaged(page, "cannot be decompressed: " + e.getMessage(), e);
    }
  }

  private Encoding encoding(String page, org.apache.parquet.format.Encoding encoding)
      throws IOException {
    if (encoding == null) {
      throw damaged(page, "should have an encoding of the format, but has none that is known");
    }
    return Encoding.valueOf(encoding.name());
  }

  private CompressionCodec codec(ColumnMetaData chunk) {
    return Arrays.stream(CompressionCodec.values())
        .filter(known -> chunk.isSetCodec() && known.name().equals(chunk.getCodec().name()))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "Codec %s %s cannot be read, only %s: write the file with one of these"
                        .formatted(
                            chunk.getCodec(), place, Arrays.toString(CompressionCodec.values()))));
  }

  private IOException damaged(String page, String what) {
    return damaged(page, what, null);
  }

  private IOException damaged(String page, String what, Exception cause) {
    String start = Character.toUpperCase(page.charAt(0)) + page.substring(1);
    return new IOException(
        "%s %s %s. The file is damaged; write it again".formatted(start, place, what), cause);
  }
}
