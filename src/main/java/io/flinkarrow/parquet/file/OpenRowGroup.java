package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.page.SealedChunk;
import java.util.List;

/**
 * A row group as it would be if it ended now.
 *
 * @param chunks one per leaf column, in schema order
 * @param sorted whether its rows are sorted by the schema's sorting columns
 */
public record OpenRowGroup(long rowCount, List<SealedChunk> chunks, boolean sorted) {

  /** Exactly the bytes that its pages take. */
  public long storedBytes() {
    return chunks.stream().mapToLong(SealedChunk::storedBytes).sum();
  }

  /** Of each leaf column, the nulls among its entries. */
  public long[] nulls() {
    return chunks.stream().mapToLong(chunk -> chunk.statistics().nullCount()).toArray();
  }
}
