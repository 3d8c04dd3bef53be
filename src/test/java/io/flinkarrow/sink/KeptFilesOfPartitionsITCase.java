package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that checkpoints leave open, of partitions that are over one after the other: none is lost,
 * each is told of, and each partition is marked after all of its files.
 */
class KeptFilesOfPartitionsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 20;
  private static final int BATCHES = 1_500;
  private static final int BATCHES_PER_CHECKPOINT = 20;
  private static final int PARTITIONS = 10;
  private static final int KILLS = 4;
  private static final Duration DELAY = Duration.ofMillis(400);

  private static final Map<String, Long> ROWS_OF = new ConcurrentHashMap<>();
  private static final Set<String> STREAMED = ConcurrentHashMap.newKeySet();

  @TempDir Path directory;

  @BeforeEach
  void nothingIsTold() {
    VisibleSince.nothing();
    ROWS_OF.clear();
    STREAMED.clear();
  }

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static int partitionOf(long id) {
    return (int) (id * PARTITIONS / ((long) BATCHES * ROWS));
  }

  private static String townOf(long id) {
    return "town-" + partitionOf(id);
  }

  private static DataStream<Long> batchNumbers(
      StreamExecutionEnvironment environment, String failing) {
    return Jobs.batchNumbers(environment, BATCHES, BATCHES_PER_CHECKPOINT)
        .map(new FailingMap<>(failing, KILLS, 2, 5));
  }

  private static void tell(CommittedFile file) {
    VisibleSince.hear(file);
    ROWS_OF.put(file.path().getPath(), file.summary().rows());
  }

  private static void collect(DataStream<CommittedFile> files) {
    files
        .map(
            file -> {
              STREAMED.add(file.path().getPath());
              return file;
            },
            CommittedFile.TYPE)
        .sinkTo(new DiscardingSink<>());
  }

  private static <T> ArrowParquetSink<T> complete(ArrowParquetSink.Builder<T> sink) {
    return sink.partitionBy(PartitionByColumns.of("town"))
        .shuffleByPartition(true)
        .keepFilesOpen(true)
        .rollAtAge(Duration.ofMillis(300))
        .bucketCheckInterval(Duration.ofMillis(30))
        .committedFiles(
            committed ->
                committed.successFiles(DELAY).listener(KeptFilesOfPartitionsITCase::tell).stream(
                    KeptFilesOfPartitionsITCase::collect))
        .build();
  }

  private void assertPartitionsAreMarkedAndFilesTold() throws Exception {
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
    List<Path> visible = PartFiles.visible(directory);
    List<String> names = visible.stream().map(Path::toString).toList();
    assertThat(VisibleSince.paths()).hasSameElementsAs(names);
    assertThat(STREAMED).hasSameElementsAs(names);
    assertThat(ROWS_OF.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo((long) BATCHES * ROWS);
    assertThat(ROWS_OF.values())
        .as("a file of the rows of some checkpoints")
        .anyMatch(rows -> rows > 2L * BATCHES_PER_CHECKPOINT * ROWS);
    for (Path file : visible) {
      assertThat(Arrays.stream(PartFiles.idsOf(List.of(file))).mapToObj(id -> "town=" + townOf(id)))
          .as("partitions of the rows of %s", file)
          .containsOnly(file.getParent().getFileName().toString());
    }
    for (int partition : new int[] {0, 1, PARTITIONS / 2, PARTITIONS / 2 + 1}) {
      VisibleSince.assertMarkedAfterItsFiles(directory.resolve("town=town-" + partition), DELAY);
    }
  }

  @Test
  void batches() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    batchNumbers(environment, "kept batches of partitions")
        .map(
            batch -> PartitionedRows.batch(batch * ROWS, ROWS, KeptFilesOfPartitionsITCase::townOf),
            RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .sinkTo(complete(ArrowParquetSink.forBatches(path(), PartitionedRows.SCHEMA)))
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("kept batches of partitions")).isEqualTo(KILLS);
    assertPartitionsAreMarkedAndFilesTold();
  }

  @Test
  void rows() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.rows(
            batchNumbers(environment, "kept rows of partitions"),
            ROWS,
            PartitionedRows.TYPE,
            id -> PartitionedRows.row(id, KeptFilesOfPartitionsITCase::townOf))
        .sinkTo(complete(ArrowParquetSink.forRows(path(), PartitionedRows.TYPE)))
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("kept rows of partitions")).isEqualTo(KILLS);
    assertPartitionsAreMarkedAndFilesTold();
  }
}
