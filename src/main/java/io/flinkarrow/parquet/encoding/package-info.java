/**
 * Levels and values of one leaf column become the bytes of a data page and of a dictionary page.
 *
 * <p>From: leaf slices ({@code parquet.column}). To: uncompressed page bodies with their
 * statistics, in a buffer the caller owns.
 */
package io.flinkarrow.parquet.encoding;
