package io.flinkarrow.parquet.page;

/**
 * The body of a data page before compression: repetition levels, definition levels, values.
 *
 * @param array lent; the body is its first {@code length} bytes
 * @param repetitionBytes the bytes of the repetition levels, if the page is of version 2
 * @param definitionBytes the same of the definition levels
 */
public record DataPageBody(byte[] array, int length, int repetitionBytes, int definitionBytes) {}
