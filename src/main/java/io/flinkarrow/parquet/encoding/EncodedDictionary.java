package io.flinkarrow.parquet.encoding;

/**
 * What a dictionary page holds, PLAIN-encoded.
 *
 * @param entryCount the values of the dictionary
 */
public record EncodedDictionary(int entryCount) {}
