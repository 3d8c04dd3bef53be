package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.RowPartitioner;
import java.io.Serializable;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Puts elements into the folders of their partitions, in any {@code FileSink}. {@link
 * ArrowParquetSink.Builder#partitionBy} does that and the rest: it splits batches, and leaves
 * columns out of the files.
 *
 * <p>A batch with rows of several partitions is refused, and with it the job: it must have been
 * split before.
 *
 * @param <T> the stream's elements
 */
public final class PartitionBucketAssigner<T> implements BucketAssigner<T, String> {

  private static final long serialVersionUID = 1L;

  private final Folders<T> folders;

  private interface Folders<T> extends Serializable {
    String folderOf(T element);
  }

  private PartitionBucketAssigner(Folders<T> folders) {
    this.folders = folders;
  }

  /**
   * @param schema of all batches
   * @throws IllegalArgumentException if the schema can't be partitioned so
   */
  public static PartitionBucketAssigner<RecordBatch> forBatches(
      Schema schema, PartitionByColumns partitions) {
    return of(BatchPartitioner.of(schema, partitions));
  }

  static PartitionBucketAssigner<RecordBatch> of(BatchPartitioner partitioner) {
    return new PartitionBucketAssigner<>(partitioner::folderOf);
  }

  /**
   * @throws IllegalArgumentException if the type can't be partitioned so
   */
  public static PartitionBucketAssigner<RowData> forRows(
      RowType rowType, PartitionByColumns partitions) {
    return of(RowPartitioner.of(rowType, partitions));
  }

  static PartitionBucketAssigner<RowData> of(RowPartitioner partitioner) {
    return new PartitionBucketAssigner<>(partitioner::folderOf);
  }

  @Override
  public String getBucketId(T element, Context context) {
    return folders.folderOf(element);
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
