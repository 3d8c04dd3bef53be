package io.flinkarrow.sink;

import io.flinkarrow.batch.ColumnSelection;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.split.PartitionSplitter;
import io.flinkarrow.sink.file.RecordBatchFileOpener;
import io.flinkarrow.sink.file.WithoutPathColumns;
import org.apache.arrow.vector.types.pojo.Schema;

/** Record batches of one schema. Touches no class of Flink's tables. */
final class BatchElements implements ElementKind<RecordBatch> {

  /** Batches were split before they are written, and their parts joined. */
  private static final String PARTS =
      " (Rows are counted among those of one partition, taken out of the batches that came and put together.)";

  private final Schema schema;

  BatchElements(Schema schema) {
    this.schema = schema;
  }

  @Override
  public Class<RecordBatch> type() {
    return RecordBatch.class;
  }

  @Override
  public boolean canCoalesce() {
    return true;
  }

  @Override
  public PartFileWriterFactory<RecordBatch> factory(WriterOptions options) {
    return new PartFileWriterFactory<>(new RecordBatchFileOpener(schema, options), options);
  }

  @Override
  public Partitioned<RecordBatch> partitioned(
      PartitionByColumns partitions, WriterOptions options, long coalesceBytes) {
    BatchPartitioner partitioner = BatchPartitioner.of(schema, partitions);
    return new Partitioned<>(
        reduced(partitioner.fileColumns(), options),
        assigner(partitioner),
        partitioner::directoriesOf,
        batches -> PartitionSplitter.split(batches, partitioner, coalesceBytes));
  }

  static PartitionDirectoryAssigner<RecordBatch> assigner(BatchPartitioner partitioner) {
    return new PartitionDirectoryAssigner<>(partitioner::directoryOf);
  }

  private static PartFileWriterFactory<RecordBatch> reduced(
      ColumnSelection columns, WriterOptions options) {
    return new PartFileWriterFactory<>(
        new WithoutPathColumns(
            new RecordBatchFileOpener(columns.schema().schema(), options), columns, PARTS),
        options);
  }
}
