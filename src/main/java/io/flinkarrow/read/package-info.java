/**
 * Parquet files to elements of Flink's streams, without Hadoop.
 *
 * <p>From: a split of Flink's file source, a file of any writer. To: record batches, which {@code
 * parquet.scan} reads and {@code reconcile} makes those of one schema, and batches of {@code
 * RowData}.
 */
package io.flinkarrow.read;
