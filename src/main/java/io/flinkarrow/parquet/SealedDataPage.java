package io.flinkarrow.parquet;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.file.DataPageInfo;

/**
 * A data page whose body is complete, not yet compressed.
 *
 * @param compression how it is to be compressed
 */
record SealedDataPage(DataPageInfo info, CompressionVariant compression) {}
