/**
 * The pages of a column chunk.
 *
 * <p>From: the bytes of a chunk. To: pages as parquet-column decodes them, checked and
 * decompressed, within a limit of heap.
 */
package io.flinkarrow.read.page;
