/**
 * An unfinished file as bytes, and its open row group, read back to be written on.
 *
 * <p>From: a writer's state with what would complete its file; or such bytes, which are not to be
 * trusted. To: bytes; or the writers of {@code parquet.chunk}, which are given the pages that
 * others had.
 */
package io.flinkarrow.parquet.unfinished;
