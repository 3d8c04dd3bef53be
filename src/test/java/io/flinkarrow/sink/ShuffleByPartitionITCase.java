package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.PartitionException;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With shuffleByPartition, one subtask has all rows of a partition; else each may have some. */
class ShuffleByPartitionITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final PartitionByColumns BY_TOWN_AND_DAY =
      PartitionByColumns.of("town").andTimestamp("dt", "time", "yyyy-MM-dd");

  private static final int PARTITIONS = 5 * 3;
  private static final int ROWS = 60;
  private static final int BATCHES = 60;

  @TempDir Path directory;

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private ArrowParquetSink.Builder<RecordBatch> batches() {
    return ArrowParquetSink.forBatches(path(), PartitionedRows.SCHEMA).partitionBy(BY_TOWN_AND_DAY);
  }

  private ArrowParquetSink.Builder<RowData> rows() {
    return ArrowParquetSink.forRows(path(), PartitionedRows.TYPE).partitionBy(BY_TOWN_AND_DAY);
  }

  private static DataStream<RecordBatch> partitionedBatches(
      StreamExecutionEnvironment environment, String name, int kills) {
    return Jobs.batchNumbers(environment, BATCHES, 20)
        .map(new FailingMap<>(name, kills, 1, 5))
        .map(
            batch -> PartitionedRows.batch(batch * ROWS, ROWS),
            RecordBatchTypeInfo.of(PartitionedRows.SCHEMA));
  }

  private static DataStream<RowData> partitionedRows(StreamExecutionEnvironment environment) {
    return Jobs.rows(
        environment.fromSequence(0, BATCHES - 1), ROWS, PartitionedRows.TYPE, PartitionedRows::row);
  }

  private Map<Path, Long> filesByDirectory() {
    return PartFiles.visible(directory).stream()
        .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
  }

  private void assertOneFileForEachPartition() throws Exception {
    assertThat(filesByDirectory()).hasSize(PARTITIONS).allSatisfy((of, n) -> assertThat(n).isOne());
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
    assertThat(PartitionedRows.misfiled(directory)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void batchesOfAPartitionAreInOneFile(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(3).setRuntimeMode(mode);
    environment
        .fromSequence(0, BATCHES - 1)
        .map(
            batch -> PartitionedRows.batch(batch * ROWS, ROWS),
            RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .sinkTo(batches().shuffleByPartition(true).build());
    environment.execute();
    assertOneFileForEachPartition();
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void rowsOfAPartitionAreInOneFile(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(3).setRuntimeMode(mode);
    partitionedRows(environment).sinkTo(rows().shuffleByPartition(true).build());
    environment.execute();
    assertOneFileForEachPartition();
  }

  @Test
  void withoutItEachSubtaskHasAFileOfEachPartition() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(3);
    partitionedRows(environment).sinkTo(rows().build());
    environment.execute();
    assertThat(filesByDirectory().values()).hasSize(PARTITIONS).allMatch(files -> files == 3);
  }

  @Test
  void killsLoseDoubleAndMisfileNothing() throws Exception {
    int kills = 4;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    partitionedBatches(environment, "shuffled", kills)
        .sinkTo(batches().shuffleByPartition(true).build())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("shuffled")).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
    assertThat(PartitionedRows.misfiled(directory)).isZero();
  }

  /** Flink's message about a key that cannot be told shows the whole row. */
  @Test
  void aRowWithoutAPartitionIsRefusedByTheSink() {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(2);
    environment
        .fromData(
            InternalTypeInfo.of(PartitionedRows.TYPE),
            PartitionedRows.row(0, id -> "x".repeat(300)))
        .sinkTo(rows().shuffleByPartition(true).build());
    assertThatThrownBy(environment::execute)
        .rootCause()
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'town' has in a row a value too long")
        .hasStackTraceContaining("CheckedBucketAssigner");
    assertThat(PartFiles.visible(directory)).isEmpty();
  }
}
