package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.statistics.PageStatistics;
import org.apache.parquet.format.Encoding;

/**
 * The values of an open page and the dictionary of its chunk, to be written as they are: nothing is
 * tried, no statistics are taken, and the page goes on as if it had not been looked at.
 */
public interface OpenValues {

  /** Appends the value section of the page. */
  SealedValues putTo(int nullCount, ByteArrayBuilder out);

  /**
   * Appends the dictionary that the pages so far refer to, this one too.
   *
   * @return its entries; 0 if none refers to it
   */
  int putDictionary(ByteArrayBuilder out);

  /** Values of a page that nothing was found out about. */
  static SealedValues sealed(
      Encoding encoding, int valueCount, long unencodedByteArrayBytes, int nullCount) {
    return new SealedValues(
        encoding,
        valueCount,
        unencodedByteArrayBytes,
        CompressionVariant.BY_LEVEL,
        PageStatistics.withoutMinMax(nullCount));
  }
}
