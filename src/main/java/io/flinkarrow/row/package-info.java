/**
 * Flink's rows on their way to Parquet and to record batches: what type each column gets, and
 * values sorted by column. And record batches as rows.
 *
 * <p>From: {@code sink.file} (elements of type RowData), streams of rows, record batches. To:
 * {@code parquet} as leaf slices, record batches, rows. Knows Flink's table types and operators and
 * the narrow waist; no Arrow vector, no row-by-row Parquet writer.
 */
package io.flinkarrow.row;
