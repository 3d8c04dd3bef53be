package io.flinkarrow.parquet.page;

/**
 * A page of any kind in the store.
 *
 * @param location of the header with the compressed body behind it
 * @param uncompressedBytes of the header and the body before compression
 */
record SealedPage(PageStore.Location location, long uncompressedBytes) {}
