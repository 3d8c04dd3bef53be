package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.page.RawPages.Place;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * The dictionary page of a chunk: given to the chunk's decoding, and again after it was let go if a
 * data page refers to it. Its memory is charged before it is allocated.
 */
final class ChunkDictionaryPage {

  static final String NAME = "the dictionary page";

  private final RawPages pages;
  private final PageBuffer buffer;
  private final ChunkDecoding<?> decoding;
  private final PageMemory memory;
  private final RereadAllowance rereads;

  /** Null if the chunk has none. */
  @Nullable private PageHeader header;

  private Place place;
  private long charged;
  private boolean isHere;

  ChunkDictionaryPage(
      RawPages pages,
      PageBuffer buffer,
      ChunkDecoding<?> decoding,
      PageMemory memory,
      RereadAllowance rereads) {
    this.pages = pages;
    this.buffer = buffer;
    this.decoding = decoding;
    this.memory = memory;
    this.rereads = rereads;
  }

  /** Whether a header is that of a dictionary page. */
  static boolean isOf(PageHeader header) {
    return header.getType() == PageType.DICTIONARY_PAGE && header.isSetDictionary_page_header();
  }

  /** Reads the page whose header came last. */
  void take(PageHeader taken) throws IOException {
    header = taken;
    place = pages.place();
    read();
    rereads.earn(PageHeaders.bytes(header));
  }

  /** Reads the page again if it was let go and an encoding needs it; the next page stays next. */
  void takeAgainFor(@Nullable Encoding encoding) throws IOException {
    boolean refersToIt =
        encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
    if (header != null && !isHere && refersToIt) {
      rereads.spend(PageHeaders.bytes(header));
      Place next = pages.place();
      pages.returnTo(place);
      read();
      pages.returnTo(next);
    }
  }

  private void read() throws IOException {
    try {
      Bytes body = buffer.body(NAME, header);
      DictionaryPageHeader details = header.getDictionary_page_header();
      int length = header.getUncompressed_page_size();
      int entries = details.getNum_values();
      pages.requireOfDictionary(NAME, details.getEncoding());
      // Each has a byte at least, and whoever decodes them makes room for as many.
      if (entries < 0 || entries > length) {
        throw pages.damaged(
            NAME,
            "should have from 0 to %d entries in as many bytes, but has %d"
                .formatted(length, entries));
      }
      // The page, then its entries and where they end.
      charge(2L * length + (long) Integer.BYTES * entries);
      Bytes content = pages.decompress(NAME, body, 0, length);
      setDictionary(content, entries);
      isHere = true;
    } catch (TooLargeException e) {
      throw pages.tooLarge(NAME, e);
    }
  }

  private void setDictionary(Bytes content, int entries) throws IOException {
    try {
      decoding.setDictionary(ChunkDataPages.bytes(content), entries);
    } catch (IOException e) {
      throw pages.damaged(NAME, e.getMessage(), e);
    }
  }

  void letGo() {
    decoding.letGo();
    charge(0);
    isHere = false;
  }

  private void charge(long bytes) {
    memory.replace(charged, bytes);
    charged = bytes;
  }
}
