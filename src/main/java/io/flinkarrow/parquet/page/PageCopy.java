package io.flinkarrow.parquet.page;

/**
 * A data page as another file has it.
 *
 * @param stored the header with the compressed body behind it
 * @param uncompressedBytes of the header and the body before compression
 * @param info what the other file says of the page besides its bytes
 */
public record PageCopy(byte[] stored, long uncompressedBytes, DataPageInfo info) {}
