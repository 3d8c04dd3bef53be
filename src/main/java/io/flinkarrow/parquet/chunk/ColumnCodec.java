package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.TrialCodec;
import java.util.Set;

/** The codec of a column's pages, as encodings are tried with it. */
record ColumnCodec(ColumnChunkWriter column) implements TrialCodec {

  @Override
  public Set<CompressionVariant> variants() {
    return column.pages().compressionVariants();
  }

  @Override
  public int compressedLength(CompressionVariant variant, byte[] bytes, int length) {
    return column.pages().compressedLength(variant, bytes, length);
  }
}
