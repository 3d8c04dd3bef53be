/**
 * Flink's side of writing: the sink, the writer factory, what rolls a part file, which directory an
 * element goes to, and what becomes of refused elements.
 *
 * <p>From: elements of a stream. To: part files that Flink's FileSink commits with checkpoints.
 * Knows Flink, the elements and their Parquet writers; the writers know nothing of it.
 */
package io.flinkarrow.sink;
