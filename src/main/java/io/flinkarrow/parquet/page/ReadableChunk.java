package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnMetaData;

/**
 * A column chunk that can be read.
 *
 * @param metadata in clear
 * @param decryption opens its modules; null if they are not encrypted
 */
public record ReadableChunk(ColumnMetaData metadata, @Nullable ChunkDecryption decryption) {

  /** Whether pages of values come behind a dictionary page, as the footer has it. */
  public boolean hasDictionaryPage() {
    return start(metadata) < metadata.getData_page_offset();
  }

  /** The first byte of a chunk; its dictionary page comes before its data pages, if it has one. */
  public static long start(ColumnMetaData chunk) {
    long dataPages = chunk.getData_page_offset();
    long dictionaryPage = chunk.getDictionary_page_offset();
    return chunk.isSetDictionary_page_offset() && dictionaryPage > 0 && dictionaryPage < dataPages
        ? dictionaryPage
        : dataPages;
  }
}
