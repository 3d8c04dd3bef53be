/**
 * The values of one column chunk, from slices to the value sections of its pages and to its
 * dictionary page: a {@code ValuesEncoder} has an {@code OpenPage}, which a {@code ChunkEncoding}
 * seals.
 *
 * <p>From: leaf slices ({@code parquet.column}). To: uncompressed page bodies with their
 * statistics, in a buffer the caller owns.
 */
package io.flinkarrow.parquet.encoding;
