package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.file.RecordBatchFileOpener;
import io.flinkarrow.sink.file.RowFileOpener;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Lets Flink's {@code FileSink} write Parquet: {@code FileSink.forBulkFormat(path,
 * ArrowParquetWriterFactory.forBatches(schema, options))}.
 *
 * <p>{@link ArrowParquetSink} does the same and more: it also rolls by size and rows, reports
 * metrics, gives part files their suffix, and releases what a failed task held. Choose the factory
 * when something else must own the sink.
 *
 * <p>What it guarantees:
 *
 * <ul>
 *   <li>A schema or options that can't be written are refused when the factory is made, not when
 *       the job runs.
 *   <li>A batch whose schema differs from the file's is refused, and the difference shown field by
 *       field; a row with a value that has no place in its column likewise.
 *   <li>Writers hold heap memory only, so one that Flink drops leaks nothing.
 *   <li>The writers of one thread share {@link WriterOptions#memoryBudgetBytes()}: over it, the
 *       largest ends its row group early. Files are Flink's to close, so footers may exceed it.
 *   <li>{@code create} may be called from several threads, as compaction does.
 * </ul>
 *
 * <p>What it cannot guarantee: a {@code FileSink} asks no factory about its compactor. One that
 * joins files as bytes, as {@code ConcatFileCompactor} does, leaves of Parquet files only the last
 * one's rows, and Flink deletes the originals; {@link ArrowParquetSink} refuses it.
 *
 * @param <T> the stream's elements
 */
public sealed interface ArrowParquetWriterFactory<T> extends BulkWriter.Factory<T>
    permits PartFileWriterFactory {

  /**
   * Writes batches of this schema.
   *
   * @throws UnsupportedOperationException if the schema has a field that can't be written
   * @throws IllegalArgumentException if the options name a column that the schema lacks
   */
  static ArrowParquetWriterFactory<RecordBatch> forBatches(Schema schema, WriterOptions options) {
    return new PartFileWriterFactory<>(new RecordBatchFileOpener(schema, options), options);
  }

  /**
   * Writes batches of any schema: each part file takes the schema of its first batch and refuses
   * batches of another. Schemas and options are only checked against each other when a file's first
   * batch comes. A file that never got a batch has no schema, and stays without a byte.
   */
  static ArrowParquetWriterFactory<RecordBatch> forBatches(WriterOptions options) {
    return new PartFileWriterFactory<>(new RecordBatchFileOpener(options), options);
  }

  /**
   * Writes rows of this type, which Flink's table runtime and many connectors call RowData: {@code
   * FileSink.forBulkFormat(path, ArrowParquetWriterFactory.forRows(rowType, options))}.
   *
   * @throws UnsupportedOperationException if the type has a column that can't be written
   * @throws IllegalArgumentException if the options name a column that the type lacks
   */
  static ArrowParquetWriterFactory<RowData> forRows(RowType rowType, WriterOptions options) {
    return forRows("", rowType, options);
  }

  /**
   * Writes rows of a table, whose name messages then give.
   *
   * @see #forRows(RowType, WriterOptions)
   */
  static ArrowParquetWriterFactory<RowData> forRows(
      String tableName, RowType rowType, WriterOptions options) {
    return new PartFileWriterFactory<>(new RowFileOpener(tableName, rowType, options), options);
  }

  /**
   * The same factory, with a share of its files read again before Flink may commit them.
   *
   * <pre>{@code
   * FileSink.forBulkFormat(path, ArrowParquetWriterFactory.verifying(factory, 0.05))
   * }</pre>
   *
   * @see ArrowParquetSink.Builder#verifyShare(double)
   */
  static <T> ArrowParquetWriterFactory<T> verifying(
      ArrowParquetWriterFactory<T> factory, double share) {
    return ((PartFileWriterFactory<T>) factory).verifying(share);
  }

  /**
   * Opens a writer around a stream that Flink owns; writes nothing yet.
   *
   * @throws UnsatisfiedLinkError if this JVM can't load the native library of a codec
   */
  @Override
  BulkWriter<T> create(FSDataOutputStream out);
}
