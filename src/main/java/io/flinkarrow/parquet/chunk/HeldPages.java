package io.flinkarrow.parquet.chunk;

/**
 * What a chunk holds of pages that are written again.
 *
 * @param openRows rows of the open page
 * @param openBytes what their levels and values take: ids four bytes each
 * @param storedBytes what the sealed pages take in the store
 */
public record HeldPages(int openRows, long openBytes, long storedBytes) {}
