/**
 * The columnar Parquet writer and its options: row groups, column chunks and pages.
 *
 * <p>From: record batches as vectors or as buffers, and leaf columns that {@code row} made of rows.
 * To: an output stream. Knows Arrow and the stages below; never Flink.
 */
package io.flinkarrow.parquet;
