/**
 * The stream element: record batches as immutable heap values, their type information, serializer
 * and snapshot.
 *
 * <p>From: Arrow vectors, Arrow IPC bodies, Flink's data views. To: field nodes and buffers as heap
 * views, Arrow vectors, Flink's data views. Knows Flink and Arrow, and of {@code parquet.schema}
 * only what compares and converts Arrow schemas.
 */
package io.flinkarrow.batch;
