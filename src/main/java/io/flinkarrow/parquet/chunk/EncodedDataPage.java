package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.page.DataPageBody;
import io.flinkarrow.parquet.page.DataPageInfo;

/**
 * A data page whose body is complete but not compressed. {@link OpenDataPage} makes it, and {@code
 * parquet.page} seals it.
 *
 * @param body lent by who asked for the page
 * @param compression how it is to be compressed
 */
record EncodedDataPage(DataPageBody body, DataPageInfo info, CompressionVariant compression) {}
