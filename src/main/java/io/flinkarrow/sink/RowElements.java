package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.RowPartitioner;
import io.flinkarrow.sink.file.ReducedFormat;
import io.flinkarrow.sink.file.ReducedFormat.Reduction;
import io.flinkarrow.sink.file.RowFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.types.logical.RowType;

/** Rows of one type. */
final class RowElements implements SinkElements<RowData> {

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
    return new PartFileWriterFactory<>(new RowFormat("", rowType, options), options);
  }

  @Override
  public Partitioned<RowData> partitioned(
      PartitionByColumns partitions, WriterOptions options, long coalesceBytes) {
    RowPartitioner partitioner = RowPartitioner.of(rowType, partitions);
    return new Partitioned<>(
        reduced(partitioner, options), assigner(partitioner), partitioner::folderOf, null);
  }

  static FolderAssigner<RowData> assigner(RowPartitioner partitioner) {
    return new FolderAssigner<>(partitioner::folderOf);
  }

  private static PartFileWriterFactory<RowData> reduced(
      RowPartitioner partitioner, WriterOptions options) {
    int[] columns = partitioner.fileColumns();
    Reduction<RowData> reduction =
        () -> {
          ProjectedRowData reduced = ProjectedRowData.from(columns);
          return row -> row.getArity() == columns.length ? row : reduced.replaceRow(row);
        };
    return new PartFileWriterFactory<>(
        new ReducedFormat<>(new RowFormat("", partitioner.fileType(), options), reduction, ""),
        options);
  }
}
