/**
 * Rows that wait, sorted by column: the levels and values of each leaf column in growing arrays.
 *
 * <p>From: {@code row.shred}, one value or null after the other. To: slices of the narrow waist.
 * Knows the waist and Flink's strings; neither row types nor schemas.
 */
package io.flinkarrow.row.shred.buffers;
