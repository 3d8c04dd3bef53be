package io.flinkarrow.sink;

import io.flinkarrow.batch.ColumnSelection;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.PartitionSplitter;
import io.flinkarrow.partition.RowPartitioner;
import io.flinkarrow.sink.ReducedFormat.Reduction;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.types.logical.RowType;

/** What a sink does differently for batches and for rows. */
interface SinkElements<T> {

  /** Batches were split before they are written, and their parts joined. */
  String PARTS =
      " (Rows are counted among those of one partition, taken out of the batches that came and put together.)";

  Class<T> type();

  /** Whether parts of elements may wait for more rows of their partition. */
  boolean canCoalesce();

  /** How many rows an element of a sink is. */
  static int rowsOf(Object element) {
    return element instanceof RecordBatch batch ? batch.rowCount() : 1;
  }

  /** Files with all columns. */
  ArrowParquetWriterFactory<T> factory(WriterOptions options);

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
      ArrowParquetWriterFactory<T> factory,
      BucketAssigner<T, String> assigner,
      @Nullable PreWrite<T> preWrite) {}

  static SinkElements<RecordBatch> batches(Schema schema) {
    return new SinkElements<>() {
      @Override
      public Class<RecordBatch> type() {
        return RecordBatch.class;
      }

      @Override
      public boolean canCoalesce() {
        return true;
      }

      @Override
      public ArrowParquetWriterFactory<RecordBatch> factory(WriterOptions options) {
        return ArrowParquetWriterFactory.forBatches(schema, options);
      }

      @Override
      public Partitioned<RecordBatch> partitioned(
          PartitionByColumns partitions, WriterOptions options, long coalesceBytes) {
        BatchPartitioner partitioner = BatchPartitioner.of(schema, partitions);
        return new Partitioned<>(
            reduced(partitioner.fileColumns(), options),
            PartitionBucketAssigner.of(partitioner),
            batches -> PartitionSplitter.split(batches, partitioner, coalesceBytes));
      }
    };
  }

  private static ArrowParquetWriterFactory<RecordBatch> reduced(
      ColumnSelection columns, WriterOptions options) {
    Reduction<RecordBatch> reduction =
        () -> batch -> columns.schema().takes(batch.batchSchema()) ? batch : columns.of(batch);
    return ArrowParquetWriterFactory.of(
        new ReducedFormat<>(
            new RecordBatchFormat(columns.schema().schema(), options), reduction, PARTS),
        options);
  }

  static SinkElements<RowData> rows(RowType rowType) {
    return new SinkElements<>() {
      @Override
      public Class<RowData> type() {
        return RowData.class;
      }

      @Override
      public boolean canCoalesce() {
        return false;
      }

      @Override
      public ArrowParquetWriterFactory<RowData> factory(WriterOptions options) {
        return ArrowParquetWriterFactory.forRows(rowType, options);
      }

      @Override
      public Partitioned<RowData> partitioned(
          PartitionByColumns partitions, WriterOptions options, long coalesceBytes) {
        RowPartitioner partitioner = RowPartitioner.of(rowType, partitions);
        return new Partitioned<>(
            reduced(partitioner, options), PartitionBucketAssigner.of(partitioner), null);
      }
    };
  }

  private static ArrowParquetWriterFactory<RowData> reduced(
      RowPartitioner partitioner, WriterOptions options) {
    int[] columns = partitioner.fileColumns();
    Reduction<RowData> reduction =
        () -> {
          ProjectedRowData reduced = ProjectedRowData.from(columns);
          return row -> row.getArity() == columns.length ? row : reduced.replaceRow(row);
        };
    return ArrowParquetWriterFactory.of(
        new ReducedFormat<>(new RowFormat("", partitioner.fileType(), options), reduction, ""),
        options);
  }
}
