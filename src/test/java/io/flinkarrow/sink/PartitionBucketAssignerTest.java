package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.PartitionException;
import io.flinkarrow.partition.RowPartitioner;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements of partitions in the sink's writer: their folders, their columns, their memory. */
class PartitionBucketAssignerTest {

  private static final PartitionByColumns BY_TOWN = PartitionByColumns.of("town");

  @TempDir Path directory;

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(path(), PartitionedRows.SCHEMA).partitionBy(BY_TOWN);
  }

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  @Test
  void elementsHaveTheFolderOfTheirValues() throws Exception {
    var ofBatches =
        InstantiationUtil.clone(
            PartitionBucketAssigner.forBatches(
                PartitionedRows.SCHEMA, BY_TOWN.andTimestamp("dt", "time", "yyyyMMdd")));
    var ofRows =
        InstantiationUtil.clone(
            PartitionBucketAssigner.forRows(
                PartitionedRows.TYPE, BY_TOWN.andTimestamp("dt", "time", "yyyyMMdd")));
    String folder = "town=Köln%2FBonn/dt=20240131";
    assertThat(ofBatches.getBucketId(PartitionedRows.batch(1, 1), null)).isEqualTo(folder);
    assertThat(ofRows.getBucketId(PartitionedRows.row(1), null)).isEqualTo(folder);
  }

  @Test
  void aBatchThatWasNotSplitIsRefusedAndNotMisfiled() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink().build())) {
      harness.write(PartitionedRows.batch(0, 1));
      assertThatThrownBy(() -> harness.write(PartitionedRows.batch(5, 2)))
          .isInstanceOf(PartitionException.class)
          .hasMessageContaining("rows of 2 partitions");
    }
    assertThat(PartFiles.visible(directory)).isEmpty();
  }

  @Test
  void columnsInThePathAreLeftOutUnlessTheyAreToBeKept() throws Exception {
    assertThat(columnsOfAFile(BY_TOWN)).containsExactly("id", "name", "time");
    assertThat(columnsOfAFile(BY_TOWN.keepColumns(true)))
        .containsExactly("id", "name", "town", "time");
    assertThat(columnsOfAFile(PartitionByColumns.ofTimestamp("dt", "time", "yyyy")))
        .containsExactly("id", "name", "town", "time");
  }

  private List<String> columnsOfAFile(PartitionByColumns partitions) throws Exception {
    Path sub = directory.resolve(Integer.toString(System.identityHashCode(partitions)));
    var base = new org.apache.flink.core.fs.Path(sub.toUri());
    try (SinkHarness<RecordBatch> batches =
            new SinkHarness<>(
                ArrowParquetSink.forBatches(base, PartitionedRows.SCHEMA)
                    .partitionBy(partitions)
                    .build());
        SinkHarness<RowData> rows =
            new SinkHarness<>(
                ArrowParquetSink.forRows(base, PartitionedRows.TYPE)
                    .partitionBy(partitions)
                    .build())) {
      batches.write(PartitionedRows.batch(3, 1));
      batches.checkpoint(1);
      rows.write(PartitionedRows.row(3));
      rows.checkpoint(1);
    }
    List<Path> files = PartFiles.hidden(sub);
    assertThat(files).hasSize(2);
    List<String> columns = filesColumns(files.get(0));
    assertThat(filesColumns(files.get(1))).isEqualTo(columns);
    assertThat(PartFiles.idsOf(files)).containsExactly(3, 3);
    return columns;
  }

  private static List<String> filesColumns(Path file) throws Exception {
    return DuckDbReader.query(
            "SELECT name FROM parquet_schema('%s') WHERE type IS NOT NULL".formatted(file))
        .stream()
        .map(row -> (String) row.get(0))
        .toList();
  }

  /** As compaction writes them, whose elements come out of files. */
  @Test
  void elementsWithoutTheColumnsInThePathAreWrittenAsTheyAre() throws Exception {
    RecordBatch batch = PartitionedRows.batch(7, 3);
    BatchPartitioner partitioner = BatchPartitioner.of(PartitionedRows.SCHEMA, BY_TOWN);
    assertThat(
            idsOfAFile(
                new BatchElements(PartitionedRows.SCHEMA),
                batch,
                partitioner.fileColumns().of(batch)))
        .containsExactly(7, 7, 8, 8, 9, 9);
    int[] columns = RowPartitioner.of(PartitionedRows.TYPE, BY_TOWN).fileColumns();
    assertThat(
            idsOfAFile(
                new RowElements(PartitionedRows.TYPE),
                PartitionedRows.row(8),
                ProjectedRowData.from(columns).replaceRow(PartitionedRows.row(9))))
        .containsExactly(8, 9);
  }

  private <T> long[] idsOfAFile(ElementKind<T> elements, T whole, T reduced) throws Exception {
    var factory = elements.partitioned(BY_TOWN, WriterOptions.defaults(), 0).factory();
    InMemoryStream out = new InMemoryStream();
    BulkWriter<T> writer = factory.create(out);
    writer.addElement(whole);
    writer.addElement(reduced);
    writer.flush();
    writer.finish();
    Path file = Files.createTempFile(directory, "file", ".parquet");
    Files.write(file, out.toByteArray());
    return PartFiles.idsOf(List.of(file));
  }

  @Test
  void aThousandOpenPartitionsKeepTheBudget() throws Exception {
    long budget = 4 << 20;
    int partitions = 1_000;
    PartitionByColumns byId = PartitionByColumns.of("id");
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
            .partitionBy(byId)
            .options(WriterOptions.builder().memoryBudgetBytes(budget).build())
            .build();
    BatchPartitioner partitioner = BatchPartitioner.of(NumberedBatches.SCHEMA, byId);
    long most = 0;
    long rows = 0;
    Random random = new Random(1);
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 60; i++) {
        RecordBatch batch = NumberedBatches.of(random.longs(4_000, 0, partitions).toArray());
        for (BatchPartitioner.Part part : partitioner.split(batch)) {
          harness.write(part.batch());
        }
        rows += batch.rowCount();
        most = Math.max(most, SinkHarness.openWriters(sink).totals().retainedBytes());
      }
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isEqualTo(partitions);
      harness.checkpoint(1);
    }
    assertThat(most).isGreaterThan(budget / 2).isLessThan(2 * budget);
    assertThat(
            DuckDbReader.query(
                "SELECT count(*) FROM read_parquet('%s/*/.part*', hive_partitioning = true)"
                    .formatted(directory)))
        .isEqualTo(List.of(List.of(rows)));
  }

  @Test
  void partitionsAndABucketAssignerExcludeEachOther() {
    var builder =
        sink().bucketAssigner(PartitionBucketAssigner.forBatches(PartitionedRows.SCHEMA, BY_TOWN));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partitionBy and bucketAssigner");
    assertThatThrownBy(() -> sink().coalesceBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coalesceBytes");
    assertThatThrownBy(
            () -> ArrowParquetSink.forRows(path(), NumberedRows.TYPE).partitionBy(BY_TOWN).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no column 'town'");
  }
}
