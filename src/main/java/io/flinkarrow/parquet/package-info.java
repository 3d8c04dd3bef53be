/**
 * The columnar Arrow to Parquet writer and its options.
 *
 * <p>From: record batches as vectors or as buffers. To: an output stream. Knows Arrow and the
 * stages below; never Flink.
 */
package io.flinkarrow.parquet;
