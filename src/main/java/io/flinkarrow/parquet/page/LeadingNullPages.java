package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.codec.CompressionVariant;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.Encoding;

/**
 * The data pages of a chunk before its first value. They wait here, levels only and uncompressed,
 * until it is known whether the chunk has a dictionary: readers skip a chunk by its dictionary only
 * if all of its data pages refer to it.
 *
 * <p>The pages that were added go to the chunk by one of the methods {@code moveTo} and {@code
 * moveAsDictionaryPagesTo}, before any other page.
 */
public final class LeadingNullPages {

  /** What stands for no ids: their bit width, 0. Readers refuse a page that has not even that. */
  private static final int IDS_BYTES = 1;

  /** A page's record, its array's header and padding, and its place in the list. */
  private static final int PAGE_OBJECT_BYTES = 56;

  private List<Page> pages = List.of();
  private long bodyBytes;
  private long retainedBytes;

  /**
   * @param body the levels, with {@link #IDS_BYTES} behind them
   */
  private record Page(
      byte[] body,
      int repetitionBytes,
      int definitionBytes,
      DataPageInfo info,
      CompressionVariant compression) {

    /** As it is without a dictionary. */
    private DataPageBody bodyWithoutIds() {
      return body(body.length - IDS_BYTES);
    }

    private DataPageBody body(int length) {
      return new DataPageBody(body, length, repetitionBytes, definitionBytes);
    }
  }

  /**
   * Adds a page without values.
   *
   * @param body the levels
   * @param info of the page as it is without a dictionary
   * @param compression how it is compressed without a dictionary
   */
  public void add(DataPageBody body, DataPageInfo info, CompressionVariant compression) {
    if (pages.isEmpty()) {
      pages = new ArrayList<>(1);
    }
    byte[] copy = new byte[body.length() + IDS_BYTES];
    System.arraycopy(body.array(), 0, copy, 0, body.length());
    pages.add(new Page(copy, body.repetitionBytes(), body.definitionBytes(), info, compression));
    bodyBytes += body.length();
    retainedBytes += PAGE_OBJECT_BYTES + copy.length + info.retainedBytes();
  }

  /** Seals the pages as they are without a dictionary. */
  public void moveTo(ColumnChunkPages chunk) {
    for (Page page : pages) {
      chunk.addDataPage(page.bodyWithoutIds(), page.info, page.compression);
    }
    reset();
  }

  /** Gives the same to a copy of the chunk. */
  public void copyTo(ColumnChunkPages copy) {
    for (Page page : pages) {
      copy.keepDataPage(page.bodyWithoutIds(), page.info, page.compression);
    }
  }

  /**
   * Seals the pages as pages of dictionary ids.
   *
   * @param compression how pages of ids are compressed
   */
  public void moveAsDictionaryPagesTo(ColumnChunkPages chunk, CompressionVariant compression) {
    for (Page page : pages) {
      chunk.addDataPage(
          page.body(page.body.length),
          page.info.withEncoding(Encoding.RLE_DICTIONARY),
          compression);
    }
    reset();
  }

  public int count() {
    return pages.size();
  }

  /** The bytes of the pages before compression, headers not included. */
  public long bodyBytes() {
    return bodyBytes;
  }

  /** Heap bytes of the pages and what is known of them. */
  public long retainedBytes() {
    return retainedBytes;
  }

  /** Forgets the pages. */
  public void reset() {
    pages = List.of();
    bodyBytes = 0;
    retainedBytes = 0;
  }
}
