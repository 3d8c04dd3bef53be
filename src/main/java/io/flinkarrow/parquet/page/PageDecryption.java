package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.PageModules;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * Decrypts the pages of one chunk in their order, by which each is bound to its place. Messages
 * complete "cannot be decrypted: ".
 */
final class PageDecryption {

  private final ChunkDecryption chunk;
  private PageModules page;
  private int nextDataPage;

  /**
   * @param startsWithDictionary whether the first page is a dictionary page
   */
  PageDecryption(ChunkDecryption chunk, boolean startsWithDictionary) {
    this.chunk = chunk;
    this.page = startsWithDictionary ? PageModules.dictionary() : PageModules.data(0);
  }

  /** The length of a module, from the bytes before it. */
  static int length(Bytes start) {
    return ByteBuffer.wrap(start.array(), start.offset(), ChunkDecryption.LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }

  /** The next page's header, serialized. */
  byte[] header(Bytes module) throws IOException {
    return chunk.open(
        page.header(), page.ordinal(), module.array(), module.offset(), module.length());
  }

  /** Which page comes next, or whose header came last. */
  PageModules page() {
    return page;
  }

  /** Goes to another page, before its header or behind it. */
  void returnTo(PageModules other) {
    page = other;
    nextDataPage = Math.max(0, other.ordinal());
  }

  /** The body of the page whose header came last. */
  Bytes body(PageHeader header, Bytes stored) throws IOException {
    boolean isDictionary = header.getType() == PageType.DICTIONARY_PAGE;
    if (isDictionary != (page.ordinal() == PageModules.NO_ORDINAL)) {
      throw new IOException("it is a %s in the place of another".formatted(header.getType()));
    }
    Bytes body = open(stored, levelsInClear(header, stored));
    requireLength(header, body);
    page = PageModules.data(isDictionary ? 0 : ++nextDataPage);
    return body;
  }

  /**
   * A header is never opened by CTR, so its sizes can be trusted. A page of GCM that is opened by
   * CTR, because the file was made to say so, is longer, and nothing else may tell it.
   */
  private static void requireLength(PageHeader header, Bytes body) throws IOException {
    boolean isCompressed =
        !header.isSetData_page_header_v2() || header.getData_page_header_v2().isIs_compressed();
    if (!isCompressed && body.length() != header.getUncompressed_page_size()) {
      throw new IOException(
          "it should have %d bytes, but has %d"
              .formatted(header.getUncompressed_page_size(), body.length()));
    }
  }

  private Bytes open(Bytes stored, int inClear) throws IOException {
    int length = stored.length() - inClear - ChunkDecryption.LENGTH_BYTES;
    if (length < 0 || length(stored.from(inClear)) != length) {
      throw new IOException("its length should be that of one module, but is another");
    }
    byte[] open =
        chunk.open(
            page.body(),
            page.ordinal(),
            stored.array(),
            stored.offset() + inClear + ChunkDecryption.LENGTH_BYTES,
            length);
    if (inClear == 0) {
      return new Bytes(open, 0, open.length);
    }
    byte[] body = new byte[inClear + open.length];
    System.arraycopy(stored.array(), stored.offset(), body, 0, inClear);
    System.arraycopy(open, 0, body, inClear, open.length);
    return new Bytes(body, 0, body.length);
  }

  /**
   * parquet-java leaves the levels of a page of version 2 in clear. Such a page does not begin with
   * the length of a module that is the whole page.
   */
  private static int levelsInClear(PageHeader header, Bytes stored) {
    boolean isOneModule =
        stored.length() >= ChunkDecryption.LENGTH_BYTES
            && length(stored) == stored.length() - ChunkDecryption.LENGTH_BYTES;
    if (isOneModule || !header.isSetData_page_header_v2()) {
      return 0;
    }
    DataPageHeaderV2 details = header.getData_page_header_v2();
    long levels =
        (long) details.getRepetition_levels_byte_length()
            + details.getDefinition_levels_byte_length();
    return levels < 0 || levels > stored.length() - ChunkDecryption.LENGTH_BYTES ? 0 : (int) levels;
  }
}
