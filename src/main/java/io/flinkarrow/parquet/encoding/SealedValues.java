package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.statistics.PageStatistics;
import org.apache.parquet.format.Encoding;

/**
 * What the value section of a page holds.
 *
 * @param encoding RLE_DICTIONARY, or how the values are encoded without a dictionary
 * @param valueCount the values, nulls not counted
 * @param unencodedByteArrayBytes BYTE_ARRAY: the bytes of all values without their lengths; else 0
 * @param compression how the page is to be compressed
 * @param statistics the page's minimum, maximum and null count
 */
public record SealedValues(
    Encoding encoding,
    int valueCount,
    long unencodedByteArrayBytes,
    CompressionVariant compression,
    PageStatistics statistics) {}
