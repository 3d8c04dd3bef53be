package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.RowPartitioner;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Puts elements into the directories of their partitions, in any {@code FileSink}. {@link
 * ArrowParquetSink.Builder#partitionBy} does that and the rest: it splits batches, and leaves
 * columns out of the files.
 *
 * <p>A batch with rows of several partitions is refused, and with it the job: it must have been
 * split before.
 *
 * @param <T> the stream's elements
 */
sealed interface PartitionBucketAssigner<T> extends BucketAssigner<T, String>
    permits PartitionDirectoryAssigner {

  /**
   * @param schema of all batches
   * @throws IllegalArgumentException if the schema can't be partitioned so
   */
  static PartitionBucketAssigner<RecordBatch> forBatches(
      Schema schema, PartitionByColumns partitions) {
    return BatchElements.assigner(BatchPartitioner.of(schema, partitions));
  }

  /**
   * @throws IllegalArgumentException if the type can't be partitioned so
   */
  static PartitionBucketAssigner<RowData> forRows(RowType rowType, PartitionByColumns partitions) {
    return RowElements.assigner(RowPartitioner.of(rowType, partitions));
  }
}
