package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.encoding.OpenValues;
import io.flinkarrow.parquet.encoding.ValuesEncoder;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.page.SealedPage;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;

/**
 * Completes copies of an open chunk, of which each costs by what is new: the open page becomes
 * several pages, one of the rows that came since the copy before. Nothing is tried, and of the open
 * page nothing is learned.
 *
 * <p>Keeps the pages that it made, compressed. It is of no use any more once the open page ends.
 */
final class ChunkCopies {

  /** From so many pages on, small ones become one, so that few rows do not make as many pages. */
  private static final int MOST_SMALL_PAGES = 16;

  /** Less, and a tenth and more of the bytes would be headers and what indexes say of the pages. */
  private static final int SMALL_PAGE_BYTES = 1 << 10;

  private final OpenDataPage page;
  private final ValuesEncoder values;
  private final List<CopiedPage> copied = new ArrayList<>();

  /** Null if it was not needed yet, or is outdated. */
  @Nullable private SealedPage dictionary;

  private int dictionaryEntries;
  private long copiedBytes;

  /** The values of the pages that are not written as ids. */
  private long copiedPlainBytes;

  private record CopiedPage(SealedPage page, DataPageInfo info) {

    boolean hasIds() {
      return info.encoding() == Encoding.RLE_DICTIONARY;
    }

    long retainedBytes() {
      return page.retainedBytes() + info.retainedBytes();
    }
  }

  ChunkCopies(OpenDataPage page, ValuesEncoder values) {
    this.page = page;
    this.values = values;
  }

  /**
   * Completes a copy.
   *
   * @param pages has the sealed pages
   */
  SealedChunk complete(ColumnChunkPages pages) {
    OpenValues open = values.openValues();
    if (hasManySmallPages() || !open.isDivisible()) {
      forgetPages();
    }
    boolean asIds = open.openEntries() > 0 && idsPay(open);
    if (asIds && open.openEntries() > dictionaryEntries) {
      forgetPages(); // what is in them are ids of the dictionary from now on
    }
    copied.forEach(copy -> pages.addDataPage(copy.page, copy.info));
    ByteArrayBuilder body = PageBodyScratch.borrow();
    try {
      if (Math.max(open.sealedEntries(), asIds ? open.openEntries() : 0) > dictionaryEntries) {
        keepDictionary(open, pages, body);
      }
      if (page.rowCount() > page.copiedRows()) {
        copyRest(restPlainBytes(open), asIds, pages, body);
      }
    } finally {
      PageBodyScratch.giveBack();
    }
    if (open.sealedEntries() > 0 || copied.stream().anyMatch(CopiedPage::hasIds)) {
      pages.setDictionaryPage(dictionary, dictionaryEntries);
    }
    return page.rowCount() == 0 ? pages.seal(values.sealChunk()) : pages.sealWithoutBounds();
  }

  private void copyRest(
      long plainBytes, boolean asIds, ColumnChunkPages pages, ByteArrayBuilder body) {
    EncodedDataPage rest = page.copyRest(asIds, body);
    SealedPage kept = pages.keepDataPage(rest.body(), rest.info(), rest.compression());
    CopiedPage copy = new CopiedPage(kept, rest.info());
    copied.add(copy);
    copiedBytes += copy.retainedBytes();
    copiedPlainBytes += asIds ? 0 : plainBytes;
  }

  /**
   * Whether the dictionary is there already, or has fewer bytes than the values themselves: those
   * of earlier copies, too, so that values that come again are not kept any number of times.
   */
  private boolean idsPay(OpenValues open) {
    return open.openEntries() <= dictionaryEntries
        || open.dictionaryBytes() < copiedPlainBytes + restPlainBytes(open);
  }

  private long restPlainBytes(OpenValues open) {
    return open.end().plainBytes() - page.copiedValues().plainBytes();
  }

  private void keepDictionary(OpenValues open, ColumnChunkPages pages, ByteArrayBuilder body) {
    dictionaryEntries = open.putDictionary(body);
    dictionary = pages.keepDictionaryPage(body.array(), body.length(), dictionaryEntries);
    body.reset();
  }

  /** How many data pages the last copy had of the open page. */
  int openPages() {
    return copied.size();
  }

  private boolean hasManySmallPages() {
    if (copied.size() < MOST_SMALL_PAGES) {
      return false;
    }
    long bytes = copied.stream().mapToLong(copy -> copy.page().bytes().length()).sum();
    return bytes < (long) SMALL_PAGE_BYTES * copied.size();
  }

  private void forgetPages() {
    copied.clear();
    copiedBytes = 0;
    copiedPlainBytes = 0;
    page.forgetCopies();
  }

  /** Heap bytes of the pages. */
  long retainedBytes() {
    return copiedBytes + (dictionary == null ? 0 : dictionary.retainedBytes());
  }
}
