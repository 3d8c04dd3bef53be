package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The dictionary of a column chunk whose values all are in it.
 *
 * @param body entries in PLAIN encoding
 * @param entries how many the header states
 * @param width of an entry; {@link #VARYING} if it varies
 */
record ChunkDictionary(PlainKeys keys, Bytes body, int entries, int width) {

  private static final int VARYING = -1;

  /** Larger ones are not looked at: chunks that may be skipped have small ones. */
  private static final int LARGEST = 8 << 20;

  /** What is fetched at once. */
  private static final int PIECE = 1 << 20;

  private static final int MAXIMUM_HEADER_BYTES = 1 << 20;

  /**
   * Reads the dictionary of a chunk.
   *
   * @param place of the chunk, for messages
   * @return empty if not all values are in a dictionary, or it is large
   * @throws IOException if the file cannot be read, or the page is damaged
   */
  static Optional<ChunkDictionary> read(
      ParquetInput file, FileFooter footer, ReadableChunk chunk, FileColumn column, String place)
      throws IOException {
    if (column.keys().isEmpty()
        || !chunk.hasDictionaryPage()
        || !hasOnlyDictionaryPages(chunk.metadata().getEncoding_stats())) {
      return Optional.empty();
    }
    RawPages pages =
        new RawPages(
            footer.open(file, chunk.metadata(), PIECE),
            place,
            chunk,
            MAXIMUM_HEADER_BYTES,
            LARGEST);
    String page = "the dictionary page";
    PageHeader header = pages.header(page);
    if (header.getType() != PageType.DICTIONARY_PAGE
        || !header.isSetDictionary_page_header()
        || !isPlain(header.getDictionary_page_header().getEncoding())
        || header.getUncompressed_page_size() > LARGEST
        || header.getCompressed_page_size() > LARGEST) {
      return Optional.empty();
    }
    Bytes body =
        pages.decompress(page, pages.body(page, header), 0, header.getUncompressed_page_size());
    return Optional.of(
        new ChunkDictionary(
            column.keys().get(),
            body,
            header.getDictionary_page_header().getNum_values(),
            width(column.descriptor())));
  }

  private static boolean hasOnlyDictionaryPages(List<PageEncodingStats> pages) {
    if (pages == null) {
      return false;
    }
    boolean hasAny = false;
    for (PageEncodingStats page : pages) {
      boolean isData =
          page.getPage_type() == PageType.DATA_PAGE || page.getPage_type() == PageType.DATA_PAGE_V2;
      if (isData && page.getCount() != 0) {
        hasAny = true;
        if (page.getEncoding() != Encoding.PLAIN_DICTIONARY
            && page.getEncoding() != Encoding.RLE_DICTIONARY) {
          return false;
        }
      }
    }
    return hasAny;
  }

  private static boolean isPlain(Encoding encoding) {
    return encoding == Encoding.PLAIN || encoding == Encoding.PLAIN_DICTIONARY;
  }

  private static int width(ColumnDescriptor column) {
    PrimitiveType type = column.getPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> 1;
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      case INT96 -> Integer.BYTES + Long.BYTES;
      case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
      case BINARY -> VARYING;
    };
  }

  /** Whether an entry is in a set, or the entries are not what they should be. */
  boolean mayHold(ValueSet values) {
    int at = 0;
    for (int entry = 0; entry < entries; entry++) {
      int length = width;
      if (width == VARYING) {
        if (body.length() - at < Integer.BYTES) {
          return true;
        }
        length = (int) ByteArrayBuilder.INT.get(body.array(), body.offset() + at);
        at += Integer.BYTES;
      }
      if (length < 0
          || length > body.length() - at
          || keys.mayBeIn(values, body.array(), body.offset() + at, length)) {
        return true;
      }
      at += length;
    }
    return at != body.length();
  }
}
