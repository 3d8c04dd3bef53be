package io.flinkarrow.parquet.page;

/**
 * A data page as it will be in the file.
 *
 * @param location in the store, of the header with the compressed body behind it
 * @param info what is known of the page besides its bytes
 */
public record SealedDataPage(PageStore.Location location, DataPageInfo info) {}
