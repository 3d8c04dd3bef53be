package io.flinkarrow.parquet.page;

/**
 * A page of any kind.
 *
 * @param uncompressedBytes of the header and the body before compression
 */
record SealedPage(StoredPage bytes, long uncompressedBytes) {}
