/**
 * The open row group of an unfinished file, read back to be written on.
 *
 * <p>From: the bytes that would complete a file, which nobody has to believe. To: the writers of
 * {@code parquet.chunk}, which are given the pages that others had.
 */
package io.flinkarrow.parquet.unfinished;
