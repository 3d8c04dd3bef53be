/**
 * Rows to record batches.
 *
 * <p>From: a stream of rows of one type, with its schema. To: batches, each emitted before anything
 * that must not overtake its rows. Knows Flink's operators and table types.
 */
package io.flinkarrow.row.collect;
