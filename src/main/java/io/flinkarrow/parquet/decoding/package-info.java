/**
 * The values of data pages, decoded in bulk: the reverse of {@code parquet.encoding}.
 *
 * <p>From: the bytes of a page, decompressed and not trusted. To: arrays of dense values, which
 * {@code parquet.column} describes. Any stretch of a page may be decoded or passed over; what is
 * not asked for is not expanded.
 */
package io.flinkarrow.parquet.decoding;
