package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.levels.LevelDecoder;
import org.apache.parquet.format.Encoding;

/**
 * A data page of either version, checked, decrypted and decompressed, before its entries are
 * decoded.
 *
 * @param entryCount values and nulls together
 * @param encoding of the values
 * @param values the page without its levels; they stay as they are until the page is done
 */
public record OpenedDataPage(
    int entryCount,
    LevelDecoder repetition,
    LevelDecoder definition,
    Encoding encoding,
    PageBytes values) {}
