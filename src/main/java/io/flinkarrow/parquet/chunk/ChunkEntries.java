package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.ValuesDecoder;
import io.flinkarrow.parquet.decoding.levels.DecodedLevels;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * The entries of one column chunk, page by page: levels and values of the page at hand, each in
 * their order. What is wrong with them is thrown with the page's place. After {@link #letGo}, the
 * page is opened again where it was left, once more of it is asked for.
 *
 * @param <T> what values are decoded to
 */
final class ChunkEntries<T extends DecodedValues> {

  private final DataPages pages;
  private final ChunkDecoding<T> decoding;

  /** What decoders unpack values to. */
  private static final long DECODER_BYTES = 8 << 10;

  /** Null if there is none, or it was let go. */
  @Nullable private OpenedDataPage page;

  private ValuesDecoder<T> decoder;

  /** Of the page at hand, entries whose levels are decoded, and others. */
  private int staged;

  private int left;

  /** Of the page at hand, values that are decoded or passed over. */
  private int valuesTaken;

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
      staged = 0;
      valuesTaken = 0;
      try {
        decoder = atEnd ? null : decoding.decoder(page.encoding(), page.values(), left);
      } catch (IOException e) {
        throw pages.damaged(e);
      }
    }
    return !atEnd;
  }

  private void openAgain() throws IOException {
    if (page != null) {
      return;
    }
    page = pages.again(staged);
    try {
      decoder = decoding.decoderAgain(page.encoding(), page.values(), page.entryCount());
      page.repetition().skip(staged);
      page.definition().skip(staged);
      decoder.skip(valuesTaken);
    } catch (IOException e) {
      throw pages.damaged(e);
    }
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
    openAgain();
    try {
      levels.stage(page.repetition(), page.definition(), count);
    } catch (IOException e) {
      throw pages.damaged(e);
    }
    staged += count;
    left -= count;
  }

  /** {@link ValuesDecoder#decode}. */
  int decode(int count, T values) throws IOException {
    openAgain();
    try {
      int decoded = decoder.decode(count, values);
      valuesTaken += decoded;
      return decoded;
    } catch (IOException e) {
      throw pages.damaged(e);
    }
  }

  /** {@link ValuesDecoder#skip}. */
  void skip(int count) throws IOException {
    if (count == 0) {
      return;
    }
    openAgain();
    try {
      decoder.skip(count);
      valuesTaken += count;
    } catch (IOException e) {
      throw pages.damaged(e);
    }
  }

  IOException damaged(String what) {
    return pages.damaged(new IOException(what));
  }

  /** {@link DataPages#letGo}. */
  void letGo() {
    pages.letGo();
    page = null;
    decoder = null;
  }

  /** Heap bytes that {@link #letGo} gives up. */
  long pageBytes() {
    return pages.retainedBytes()
        + decoding.dictionaryBytes()
        + (decoder == null ? 0 : DECODER_BYTES);
  }

  /** Heap bytes that it does not give up. */
  long handedOnBytes() {
    return decoding.handedOnBytes();
  }
}
