/**
 * The narrow waist: leaf slices and the resolved settings of the column they belong to.
 *
 * <p>From: {@code parquet.shred} (Arrow buffers) and {@code row.shred} (Flink rows). To: {@code
 * parquet.encoding}. Nothing behind this package knows Arrow or Flink.
 */
package io.flinkarrow.parquet.column;
