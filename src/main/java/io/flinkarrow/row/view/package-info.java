/**
 * Rows, arrays and maps that read their values out of a batch's bytes, where they lie.
 *
 * <p>From: columns that {@code row.bind} found in a batch and checked. To: what Flink reads rows
 * by. Knows Flink's data and the layout of Arrow's buffers, but no types of either.
 */
package io.flinkarrow.row.view;
