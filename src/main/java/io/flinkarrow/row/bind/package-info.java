/**
 * Record batches and columns of files to rows.
 *
 * <p>From: batches of one schema, or columns that are not put together, and a row type. To: rows,
 * each made when it is asked for: copies of a batch within a limit of heap, or views of columns
 * ({@code row.view}). Knows Flink's rows and the layout of batches.
 */
package io.flinkarrow.row.bind;
