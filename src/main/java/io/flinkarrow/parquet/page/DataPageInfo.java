package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.statistics.PageStatistics;
import org.apache.parquet.format.Encoding;

/**
 * What is known of a data page besides its bytes.
 *
 * @param levelCount level entries: values and nulls
 * @param rowCount rows; a page holds whole rows
 * @param encoding encoding of the values; the levels are RLE
 * @param statistics minimum, maximum and null count
 * @param unencodedByteArrayBytes length of the values without their length prefixes; looked at only
 *     if the column is BYTE_ARRAY
 * @param repetitionHistogram level entries by repetition level, or {@code null} if not counted
 * @param definitionHistogram level entries by definition level, or {@code null} if not counted
 */
public record DataPageInfo(
    int levelCount,
    int rowCount,
    Encoding encoding,
    PageStatistics statistics,
    long unencodedByteArrayBytes,
    long[] repetitionHistogram,
    long[] definitionHistogram) {

  /** This record and its statistics, references compressed. */
  private static final int OBJECT_BYTES = 88;

  private static final int ARRAY_HEADER = 16;

  /** What is known of the page if its values are encoded otherwise. */
  DataPageInfo withEncoding(Encoding other) {
    return new DataPageInfo(
        levelCount,
        rowCount,
        other,
        statistics,
        unencodedByteArrayBytes,
        repetitionHistogram,
        definitionHistogram);
  }

  /** Heap bytes of this record and all it refers to. */
  public long retainedBytes() {
    return OBJECT_BYTES
        + sizeOf(statistics.min())
        + sizeOf(statistics.max())
        + sizeOf(repetitionHistogram)
        + sizeOf(definitionHistogram);
  }

  private static long sizeOf(byte[] array) {
    return array == null ? 0 : ARRAY_HEADER + array.length;
  }

  private static long sizeOf(long[] array) {
    return array == null ? 0 : ARRAY_HEADER + (long) Long.BYTES * array.length;
  }
}
