package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.statistics.PageStatistics;
import org.apache.parquet.format.Encoding;

/**
 * What the value section of a page holds.
 *
 * @param encoding RLE_DICTIONARY, or how the values are encoded without a dictionary
 * @param valueCount the values, nulls not counted
 * @param unencodedByteArrayBytes BYTE_ARRAY: the bytes of all values without their lengths; else 0
 * @param compressor the number of the {@link TrialCodec}'s compressor that the page is for, 0
 *     unless found by trial
 * @param statistics the page's minimum, maximum and null count
 */
public record EncodedValues(
    Encoding encoding,
    int valueCount,
    long unencodedByteArrayBytes,
    int compressor,
    PageStatistics statistics) {}
