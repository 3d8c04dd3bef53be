package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.decoding.levels.LevelDecoder;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import java.io.IOException;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;

/** How many rows the pages of a column have, as far as that is known without their values. */
final class StatedRows {

  /** Levels that are decoded at a time. */
  private static final int STEP = 4096;

  private final RawPages pages;
  private final int maximumRepetition;

  StatedRows(RawPages pages, int maximumRepetition) {
    this.pages = pages;
    this.maximumRepetition = maximumRepetition;
  }

  /**
   * The rows of a page by its header; more than there can be if it does not tell, or if the page
   * behind it may need its last value, as with some old writers.
   */
  long of(String page, PageHeader header) throws IOException {
    if (PageHeaders.encoding(header) == Encoding.DELTA_BYTE_ARRAY) {
      return Long.MAX_VALUE;
    }
    if (maximumRepetition == 0) {
      return PageHeaders.valueCount(header);
    }
    if (!header.isSetData_page_header_v2()) {
      return Long.MAX_VALUE;
    }
    int rows = header.getData_page_header_v2().getNum_rows();
    if (rows < 0 || rows > PageHeaders.valueCount(header)) {
      throw pages.damaged(
          page,
          "should have from 0 to %d rows, as many as values, but has %d"
              .formatted(PageHeaders.valueCount(header), rows));
    }
    return rows;
  }

  /**
   * Checks a page that is passed over because of the rows that it states: if it had others, those
   * behind it would be taken for others, too. Nor may it go on with a row of the page before it.
   */
  void check(String page, PageHeader header, Bytes body) throws IOException {
    if (maximumRepetition == 0) {
      return;
    }
    DataPageHeaderV2 details = header.getData_page_header_v2();
    Bytes levels = PageV2Levels.of(pages, page, header, body).repetition();
    try {
      require(
          LevelDecoder.ofPageV2(maximumRepetition, ChunkDataPages.bytes(levels)),
          details.getNum_values(),
          details.getNum_rows(),
          "its header");
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
  }

  /**
   * Checks that a page of lists begins with a row and has so many.
   *
   * @param levels all repetition levels of the page
   * @param count of them
   * @param source what says how many rows there are
   * @throws IOException if it does not; the message is to be completed with the page's place
   */
  static void require(LevelDecoder levels, int count, long rows, String source) throws IOException {
    int found = zeros(levels, count);
    if (found != rows) {
      throw new IOException(
          "should have %d rows, as %s says, but has %d".formatted(rows, source, found));
    }
  }

  private static int zeros(LevelDecoder levels, int count) throws IOException {
    byte[] step = new byte[Math.min(count, STEP)];
    int zeros = 0;
    for (int left = count; left > 0; left -= step.length) {
      int length = Math.min(left, step.length);
      levels.bytes(step, 0, length);
      if (left == count && step[0] != 0) {
        throw new IOException("should begin with a row, but goes on with one");
      }
      for (int i = 0; i < length; i++) {
        zeros += step[i] == 0 ? 1 : 0;
      }
    }
    return zeros;
  }
}
