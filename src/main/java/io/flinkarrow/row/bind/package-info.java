/**
 * Record batches to rows.
 *
 * <p>From: batches of one schema, a row type. To: rows, each made when it is asked for: copies
 * within a limit of heap, or views of the batch ({@code row.view}). Knows Flink's rows and the
 * layout of batches.
 */
package io.flinkarrow.row.bind;
