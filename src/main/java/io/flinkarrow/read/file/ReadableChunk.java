package io.flinkarrow.read.file;

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
    return RowGroupChunks.start(metadata) < metadata.getData_page_offset();
  }
}
