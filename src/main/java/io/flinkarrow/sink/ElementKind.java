package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import java.io.Serializable;
import org.apache.flink.streaming.api.datastream.DataStream;

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

    /** The same, and the other behind it. */
    default PreWrite<T> then(PreWrite<T> next) {
      return elements -> next.before(before(elements));
    }

    /** Elements are written as they come. */
    static <T> PreWrite<T> nothing() {
      return elements -> elements;
    }
  }

  /** What a partitioned sink is made of. */
  record Partitioned<T>(
      PartFileWriterFactory<T> factory,
      PartitionDirectoryAssigner<T> assigner,
      ElementCheck.PartitionDirectories<T> directories,
      PreWrite<T> preWrite) {}
}
