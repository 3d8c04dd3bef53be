package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.RowPartitioner;
import io.flinkarrow.row.shred.RowProjection;
import io.flinkarrow.sink.file.RowFileOpener;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Rows of one type. */
final class RowElements implements ElementKind<RowData> {

  private final RowType rowType;

  RowElements(RowType rowType) {
    this.rowType = rowType;
  }

  @Override
  public Class<RowData> type() {
    return RowData.class;
  }

  @Override
  public boolean canCoalesce() {
    return false;
  }

  @Override
  public PartFileWriterFactory<RowData> factory(WriterOptions options) {
    return new PartFileWriterFactory<>(new RowFileOpener("", rowType, options), options);
  }

  @Override
  public Partitioned<RowData> partitioned(
      PartitionByColumns partitions, WriterOptions options, long coalesceBytes) {
    RowPartitioner partitioner = RowPartitioner.of(rowType, partitions);
    return new Partitioned<>(
        reduced(partitioner, options, rowType.getFieldCount()),
        assigner(partitioner),
        row -> List.of(partitioner.directoryOf(row)),
        PreWrite.nothing());
  }

  static PartitionDirectoryAssigner<RowData> assigner(RowPartitioner partitioner) {
    return new PartitionDirectoryAssigner<>(partitioner::directoryOf);
  }

  private static PartFileWriterFactory<RowData> reduced(
      RowPartitioner partitioner, WriterOptions options, int rowWidth) {
    RowProjection columns = new RowProjection(partitioner.fileColumns(), rowWidth);
    return new PartFileWriterFactory<>(
        new RowFileOpener("", partitioner.fileType(), columns, options), options);
  }
}
