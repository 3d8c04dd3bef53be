/**
 * Record batches to rows.
 *
 * <p>From: batches of one schema, a row type. To: rows, each made when it is asked for, within a
 * limit of heap. Knows Flink's rows and the layout of batches.
 */
package io.flinkarrow.row.bind;
