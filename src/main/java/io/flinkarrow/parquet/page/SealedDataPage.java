package io.flinkarrow.parquet.page;

/**
 * A data page as it will be in the file.
 *
 * @param bytes in the chunk's store, or kept
 * @param info what is known of the page besides its bytes
 */
public record SealedDataPage(StoredPage bytes, DataPageInfo info) {}
