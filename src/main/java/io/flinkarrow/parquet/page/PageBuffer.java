package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;

/**
 * The bytes of the page at hand of one column chunk: its decrypted copy, and the array that pages
 * are decompressed to, one after the other. Both are charged before they are allocated.
 */
final class PageBuffer {

  private static final byte[] NOTHING = {};

  /** An array of more bytes is not kept for pages that take less than one part of so many. */
  private static final int LARGE = 1 << 20;

  private static final int SMALLER_PART = 4;

  private final RawPages pages;
  private final PageMemory memory;
  private byte[] array = NOTHING;
  private long charged;

  PageBuffer(RawPages pages, PageMemory memory) {
    this.pages = pages;
    this.memory = memory;
  }

  /** A page's body, in the place of the one before. */
  Bytes body(String page, PageHeader header) throws IOException {
    charge(pages.copiedBytes(header) + array.length);
    return pages.body(page, header);
  }

  /**
   * The body, or what of it comes behind {@code from}, decompressed.
   *
   * @return valid until the next page is
   */
  Bytes decompressed(String page, Bytes body, int from, int length) throws IOException {
    if (!fits(array, length)) {
      byte[] given = memory.takeBack();
      int needed = fits(given, length) ? given.length : length;
      charge(charged - array.length + needed);
      array = NOTHING;
      array = needed == given.length ? given : new byte[length];
    }
    Bytes content = pages.decompress(page, body, from, length, array);
    if (from == 0) {
      // Else levels lie in it.
      pages.letTakenGo();
    }
    return content;
  }

  private static boolean fits(byte[] array, int length) {
    boolean isTooLarge = array.length > LARGE && array.length / SMALLER_PART > length;
    return array.length >= length && !isTooLarge;
  }

  /** Heap bytes of the page at hand. */
  long retainedBytes() {
    return charged;
  }

  void letGo() {
    memory.giveBack(array);
    array = NOTHING;
    charge(0);
  }

  private void charge(long bytes) {
    memory.replace(charged, bytes);
    charged = bytes;
  }
}
