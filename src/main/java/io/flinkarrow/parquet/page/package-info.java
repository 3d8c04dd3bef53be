/**
 * Pages, both ways: headers, compression, checksums, encryption.
 *
 * <p>Down. From: {@code parquet.chunk}, page bodies with what is known of them. To: {@code
 * parquet.file}, a {@code SealedChunk} for each column, whose pages wait here until their row group
 * is complete. Up. From: the bytes of a chunk. To: {@code parquet.chunk}, pages that are checked,
 * decrypted and decompressed, within a limit of heap. Knows page headers; nothing of values, files
 * or footers.
 */
package io.flinkarrow.parquet.page;
