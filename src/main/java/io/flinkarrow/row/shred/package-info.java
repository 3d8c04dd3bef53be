/**
 * Rows to leaf columns: a shredder per field of the row type.
 *
 * <p>From: rows of one type, one after the other. To: per leaf column its levels and values, as
 * slices that the Parquet writer encodes and record batches are made of. Knows Flink's rows and the
 * plan of the schema; no Arrow vector.
 */
package io.flinkarrow.row.shred;
