/**
 * One part file: elements to a stream that Flink opens and closes.
 *
 * <p>From: the writer factory, per file. To: a Parquet writer of batches or rows; the registry is
 * told what it holds.
 */
package io.flinkarrow.sink.file;
