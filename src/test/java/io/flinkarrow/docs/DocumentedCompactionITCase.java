package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The compaction of batches and rows that the documents show, in jobs. */
class DocumentedCompactionITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 60;
  private static final int BATCHES = 500;

  @TempDir Path directory;
  @TempDir Path savepoints;

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static DataStream<RowData> rows(StreamExecutionEnvironment environment, int failures) {
    return Jobs.rows(
        Jobs.batchNumbers(environment, BATCHES, 10)
            .map(new FailingMap<>("documented compaction", failures, 3, 5)),
        ROWS,
        PartitionedRows.TYPE,
        id -> PartitionedRows.row(id, PartitionedRows::plainTownOf));
  }

  private void assertCompactedFilesHoldEveryRowOnce() {
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
    assertThat(PartFiles.visible(directory))
        .isNotEmpty()
        .allMatch(file -> file.getFileName().toString().startsWith("compacted-part-"));
  }

  @Test
  void compactedFilesOfRowsHoldEveryRowOnce() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    rows(environment, 2)
        .sinkTo(DocumentedCode.compactedRows(path(), PartitionedRows.TYPE))
        .uid("sink");
    environment.execute();
    assertCompactedFilesHoldEveryRowOnce();
  }

  @Test
  void compactedFilesOfBatchesHoldEveryRowOnce() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, BATCHES, ROWS, 10)
        .map(new FailingMap<>("documented compaction of batches", 2, 3, 5))
        .sinkTo(DocumentedCode.compacted(path(), NumberedBatches.SCHEMA))
        .uid("sink");
    environment.execute();
    assertCompactedFilesHoldEveryRowOnce();
  }

  @Test
  void aCompactorOfYourOwnHoldsEveryRowOnce() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, BATCHES, ROWS, 10)
        .sinkTo(DocumentedCode.compactedByRows(path(), NumberedBatches.SCHEMA))
        .uid("sink");
    environment.execute();
    assertCompactedFilesHoldEveryRowOnce();
  }

  private ArrowParquetSink.Builder<RowData> partitioned() {
    return ArrowParquetSink.forRows(path(), PartitionedRows.TYPE)
        .partitionBy(PartitionByColumns.of("town"));
  }

  /** The reader asks for the columns of the files, which those of the path are not among. */
  @Test
  void filesOfPartitionsAreMergedAndLeftAloneOnceItIsSwitchedOff() throws Exception {
    RowType columns =
        new RowType(
            PartitionedRows.TYPE.getFields().stream()
                .filter(field -> !field.getName().equals("town"))
                .toList());
    ParquetRowFormat format = new ParquetRowFormat(columns, TypeInformation.of(RowData.class));
    StreamExecutionEnvironment first = Jobs.environment(2);
    rows(first, 0)
        .sinkTo(
            partitioned()
                .enableCompaction(
                    FileCompactStrategy.Builder.newBuilder()
                        .enableCompactionOnCheckpoint(3)
                        .build(),
                    new RecordWiseFileCompactor<>(file -> DocumentedCode.elementsOf(file, format)))
                .build())
        .uid("sink");
    JobClient job = first.executeAsync();
    Jobs.await(() -> PartFiles.visible(directory).size() > 2);
    String savepoint = Jobs.stopWithSavepoint(job, savepoints);
    List<Path> merged = PartFiles.visible(directory);
    assertThat(merged)
        .allMatch(file -> file.getFileName().toString().startsWith("compacted-part-"))
        .allMatch(file -> PartFiles.columns(file).containsAll(columns.getFieldNames()));

    StreamExecutionEnvironment second = Jobs.restored(3, savepoint);
    rows(second, 0).sinkTo(partitioned().disableCompaction().build()).uid("sink");
    second.execute();
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
    assertThat(PartitionedRows.misfiledPlain(directory)).isZero();
    assertThat(PartFiles.visible(directory)).containsAll(merged);
  }
}
