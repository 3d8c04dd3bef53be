/**
 * Compression and decompression of one page at a time, on the heap, without Hadoop.
 *
 * <p>From: {@code parquet.page}, a page body to compress or to decompress; {@code ipc.body}, bytes
 * to decompress. To: the result in an array. Each {@code CompressionCodec} has a native or a Java
 * implementation here, with the {@code CompressionVariant}s it knows. Knows bytes only, no pages
 * and no columns.
 */
package io.flinkarrow.parquet.codec;
