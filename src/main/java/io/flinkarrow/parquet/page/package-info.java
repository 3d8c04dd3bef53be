/**
 * From the body of a page to a sealed chunk: page header, compression, checksum, and the store in
 * which pages wait until their row group is complete.
 *
 * <p>From: {@code parquet}, page bodies with what is known of them. To: {@code parquet.file}, a
 * {@code SealedChunk} for each column. Knows page headers; nothing of values, files or footers.
 */
package io.flinkarrow.parquet.page;
