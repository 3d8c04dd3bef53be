package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.TrialCodec;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import java.util.Set;
import java.util.function.Supplier;

/** The codec of a column's pages, as encodings are tried with it. */
record ColumnCodec(Supplier<ColumnChunkPages> pages) implements TrialCodec {

  @Override
  public Set<CompressionVariant> variants() {
    return pages.get().compressionVariants();
  }

  @Override
  public int compressedLength(CompressionVariant variant, byte[] bytes, int length) {
    return pages.get().compressedLength(variant, bytes, length);
  }
}
