package io.flinkarrow.testing;

import org.apache.parquet.format.Encoding;

/**
 * What a walk found in one data page.
 *
 * @param offset of its header in the file
 * @param headerBytes length of its header
 * @param compressedBytes length of its body in the file
 * @param uncompressedBytes length of its body before compression
 * @param firstRow index of its first row in the row group
 * @param levels values and nulls
 * @param plainBytes what its values take PLAIN-encoded
 * @param unencodedBytes the bytes of its BYTE_ARRAY values, lengths not counted
 */
public record PageFacts(
    long offset,
    int headerBytes,
    int compressedBytes,
    int uncompressedBytes,
    boolean version2,
    Encoding encoding,
    long firstRow,
    int rows,
    int levels,
    int nulls,
    long plainBytes,
    long unencodedBytes,
    Extremes extremes,
    long[] repetitionHistogram,
    long[] definitionHistogram) {

  int totalBytes() {
    return headerBytes + compressedBytes;
  }
}
