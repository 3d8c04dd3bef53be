/**
 * Compression and decompression of one page at a time, on the heap, without Hadoop.
 *
 * <p>From: {@code parquet.file} or {@code read}, a page body. To: the native or Java codec of
 * {@code parquet.column.CompressionCodec}. Knows bytes only, no pages and no columns.
 */
package io.flinkarrow.parquet.codec;
