package io.flinkarrow.parquet.encoding;

import org.apache.parquet.format.Encoding;

/**
 * What a dictionary page holds.
 *
 * @param encoding PLAIN
 * @param entryCount the values of the dictionary
 */
public record EncodedDictionary(Encoding encoding, int entryCount) {}
