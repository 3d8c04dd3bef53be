/**
 * An unfinished file as bytes, and its open row group, read back to be written on.
 *
 * <p>From: a writer's state with what would complete its file; or such bytes, which nobody has to
 * believe. To: bytes; or the writers of {@code parquet.chunk}, which are given the pages that
 * others had.
 */
package io.flinkarrow.parquet.unfinished;
