package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;

/** What a sink does differently for batches and for rows. */
interface ElementKind<T> {

  Class<T> type();

  /** Whether parts of elements may wait for more rows of their partition. */
  boolean canCoalesce();

  /** How many rows an element of a sink is. */
  static int rowsOf(Object element) {
    return element instanceof RecordBatch batch ? batch.rowCount() : 1;
  }

  /** Files with all columns. */
  PartFileWriterFactory<T> factory(WriterOptions options);

  /**
   * @param coalesceBytes of parts that may wait for more rows of their partition
   */
  Partitioned<T> partitioned(
      PartitionByColumns partitions, WriterOptions options, long coalesceBytes);

  /** Changes the stream before it is written. */
  interface PreWrite<T> extends Serializable {
    DataStream<T> before(DataStream<T> elements);
  }

  /** What a partitioned sink is made of. */
  record Partitioned<T>(
      PartFileWriterFactory<T> factory,
      BucketAssigner<T, String> assigner,
      ElementCheck.PartitionDirectories<T> directories,
      @Nullable PreWrite<T> preWrite) {}
}
