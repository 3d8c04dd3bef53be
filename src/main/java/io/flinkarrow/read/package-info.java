/**
 * Parquet files to Flink rows, without Hadoop.
 *
 * <p>From: a split of Flink's file source, a file of any writer. To: batches of {@code RowData}.
 * Footer and pages are read here, values come through parquet-column.
 */
package io.flinkarrow.read;
