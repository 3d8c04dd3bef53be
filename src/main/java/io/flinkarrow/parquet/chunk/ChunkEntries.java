package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedLevels;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.ValuesDecoder;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * The entries of one column chunk, page by page: levels and values of the page at hand, each in
 * their order. What is wrong with them is thrown with the page's place.
 *
 * @param <T> what values are decoded to
 */
final class ChunkEntries<T extends DecodedValues> {

  private final DataPages pages;
  private final ChunkDecoding<T> decoding;

  @Nullable private OpenedDataPage page;
  private ValuesDecoder<T> decoder;

  /** Entries of the page whose levels are not decoded. */
  private int left;

  private boolean atEnd;

  ChunkEntries(DataPages pages, ChunkDecoding<T> decoding) {
    this.pages = pages;
    this.decoding = decoding;
  }

  /** Whether the page at hand has levels that are not decoded. */
  boolean isInPage() {
    return left > 0;
  }

  /** Whether all levels of the chunk are decoded. */
  boolean atEnd() {
    return atEnd;
  }

  /**
   * Goes to the next page that has entries; the values of the one at hand are decoded.
   *
   * @return false behind the last one
   */
  boolean nextPage() throws IOException {
    while (left == 0 && !atEnd) {
      page = pages.next();
      atEnd = page == null;
      left = atEnd ? 0 : page.entryCount();
      try {
        decoder = atEnd ? null : decoding.decoder(page.encoding(), page.values(), left);
      } catch (IOException e) {
        throw pages.damaged(e);
      }
    }
    return !atEnd;
  }

  /** Passes over whole pages behind the one at hand: {@link DataPages#pass}. */
  long passPages(long rows) throws IOException {
    long passed = pages.pass(rows);
    if (passed > 0) {
      decoding.forgetLastPage();
    }
    return passed;
  }

  /** Stages levels of the page at hand, so many if it has them. */
  void stage(long most, DecodedLevels levels) throws IOException {
    int count = (int) Math.min(most, left);
    try {
      levels.stage(page.repetition(), page.definition(), count);
    } catch (IOException e) {
      throw pages.damaged(e);
    }
    left -= count;
  }

  /** {@link ValuesDecoder#decode}. */
  int decode(int count, T values) throws IOException {
    try {
      return decoder.decode(count, values);
    } catch (IOException e) {
      throw pages.damaged(e);
    }
  }

  /** {@link ValuesDecoder#skip}. */
  void skip(int count) throws IOException {
    try {
      decoder.skip(count);
    } catch (IOException e) {
      throw pages.damaged(e);
    }
  }

  IOException damaged(String what) {
    return pages.damaged(new IOException(what));
  }

  void close() {
    pages.close();
  }

  /** Heap bytes of the dictionary. */
  long retainedBytes() {
    return decoding.retainedBytes();
  }
}
