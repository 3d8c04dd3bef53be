/**
 * The doors for Flink's rows: rows written to files, rows to record batches and back, and which
 * type each column gets.
 *
 * <p>From: {@code sink.file} (elements of type RowData), streams of rows, record batches. To:
 * {@code parquet} as leaf slices, record batches, rows. Knows Flink's table types and operators and
 * the narrow waist; no Arrow vector, no row-by-row Parquet writer.
 */
package io.flinkarrow.row;
