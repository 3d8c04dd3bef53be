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

  /**
   * Between two values of the page.
   *
   * @param values how many there are before
   * @param plainBytes what these take in PLAIN encoding
   */
  record Position(int values, long plainBytes) {

    public static final Position START = new Position(0, 0);
  }

  /** Behind the last value. */
  Position end();

  /** Whether the values behind any position can be written without those before it. */
  boolean isDivisible();

  /**
   * Appends the value section of a page that has the values from a position on.
   *
   * @param asIds whether as ids of the dictionary, if the page holds ids; else PLAIN
   */
  SealedValues putTo(Position from, boolean asIds, int nullCount, ByteArrayBuilder out);

  /** How many entries of the dictionary the sealed pages refer to, or may. */
  int sealedEntries();

  /** How many entries of the dictionary ids of the page may refer to; 0 if it holds none. */
  int openEntries();

  /** The bytes of all entries of the dictionary in PLAIN encoding. */
  long dictionaryBytes();

  /**
   * Appends the dictionary with all of its entries.
   *
   * @return how many these are
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
