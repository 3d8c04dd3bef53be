/**
 * Flink's rows on their way to Parquet: what type each column gets, and values sorted by column.
 *
 * <p>From: {@code sink} (elements of type RowData). To: {@code parquet} as leaf slices. Knows
 * Flink's table types and the narrow waist; no Arrow vector, no row-by-row Parquet writer.
 */
package io.flinkarrow.row;
