/**
 * Rows, arrays and maps that read their values out of decoded arrays, where they lie.
 *
 * <p>From: columns that {@code row.bind} found in a file and checked. To: what Flink reads rows by.
 * Knows Flink's data, but no types.
 */
package io.flinkarrow.row.view;
