package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever fails, each visible file has come as a record and was told to the listener, none before
 * it was visible, and each as its footer describes it.
 */
class CommittedFilesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 50;

  private static final PartitionByColumns BY_TOWN_AND_DAY =
      PartitionByColumns.of("town").andTimestamp("dt", "time", "yyyy-MM-dd");

  /** Functions are serialized, so what they hear lies here. */
  private static final Queue<CommittedFile> TOLD = new ConcurrentLinkedQueue<>();

  private static final Queue<CommittedFile> STREAMED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> DOUBLED = new ConcurrentLinkedQueue<>();
  private static final Queue<CommittedFile> SENT = new ConcurrentLinkedQueue<>();
  private static final Map<String, FinishedFile> FINISHED = new ConcurrentHashMap<>();
  private static final Queue<String> UNSEEN = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;
  @TempDir Path savepoints;

  @BeforeEach
  void nothingIsTold() {
    TOLD.clear();
    STREAMED.clear();
    DOUBLED.clear();
    SENT.clear();
    FINISHED.clear();
    UNSEEN.clear();
  }

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static void tell(CommittedFile file) {
    if (!Files.exists(Path.of(file.path().getPath()))) {
      UNSEEN.add(file.path().getPath());
    }
    TOLD.add(file);
  }

  /** Takes note of files, and of those that come again although its state has them. */
  private static final class Collecting
      implements MapFunction<CommittedFile, CommittedFile>, CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private transient ListState<String> state;
    private transient Set<String> seen;

    @Override
    public CommittedFile map(CommittedFile file) {
      STREAMED.add(file);
      if (!seen.add(file.path().toString())) {
        DOUBLED.add(file.path().toString());
      }
      return file;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      state =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("seen", Types.STRING));
      seen = new HashSet<>();
      state.get().forEach(seen::add);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      state.update(List.copyOf(seen));
    }
  }

  /** First in the committer's task, then in another one. */
  private static void collect(DataStream<CommittedFile> files) {
    files
        .map(new Collecting())
        .rebalance()
        .map(
            file -> {
              SENT.add(file);
              return file;
            },
            CommittedFile.TYPE)
        .sinkTo(new DiscardingSink<>());
  }

  private static <T> ArrowParquetSink<T> telling(ArrowParquetSink.Builder<T> sink) {
    return sink.fileListener(file -> FINISHED.put(file.path().orElseThrow().getPath(), file))
        .committedFiles(
            committed ->
                committed.listener(CommittedFilesITCase::tell).stream(
                    CommittedFilesITCase::collect))
        .build();
  }

  private ArrowParquetSink<RecordBatch> batches() {
    return telling(
        ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA).rollAtRows(3 * ROWS));
  }

  private static Map<String, CommittedFile> byPath(Queue<CommittedFile> files) {
    return files.stream()
        .collect(
            Collectors.toMap(
                file -> file.path().getPath(),
                file -> file,
                (a, b) -> {
                  assertThat(a).as("the same file told twice").isEqualTo(b);
                  return a;
                }));
  }

  private void assertEachVisibleFileCame() throws Exception {
    List<Path> visible = PartFiles.visible(directory);
    assertThat(visible).hasSizeGreaterThan(5);
    List<String> names = visible.stream().map(Path::toString).toList();
    assertThat(UNSEEN).as("told before they were visible").isEmpty();
    assertThat(byPath(TOLD).keySet()).hasSameElementsAs(names);
    assertThat(byPath(STREAMED)).isEqualTo(byPath(TOLD));
    assertThat(DOUBLED).as("in the state of a consumer, and again in the stream").isEmpty();
    assertThat(byPath(TOLD)).containsAllEntriesOf(byPath(SENT));
    for (Path path : visible) {
      CommittedFile file = byPath(TOLD).get(path.toString());
      FileSummary summary = file.summary();
      assertThat(directory.resolve(file.bucketId())).isEqualTo(path.getParent());
      assertThat(summary.bytes()).isEqualTo(Files.size(path));
      assertThat(summary).isEqualTo(FINISHED.get(path.toString()).summary());
      assertThat(
              DuckDbReader.query(
                  "SELECT sum(num_values)::BIGINT, sum(stats_null_count)::BIGINT FROM parquet_metadata('%s') GROUP BY column_id ORDER BY column_id"
                      .formatted(path.toString().replace("'", "''"))))
          .isEqualTo(
              summary.columns().stream()
                  .map(
                      (ColumnSummary column) ->
                          List.<Object>of(column.values(), column.nulls().orElseThrow()))
                  .toList());
    }
  }

  @Test
  void killsHideNoFileOfBatches() throws Exception {
    int batches = 300;
    int kills = 5;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("committed batches", kills, 1, 5))
        .sinkTo(batches())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("committed batches")).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertEachVisibleFileCame();
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void rowsInPartitionsWithoutCheckpoints(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(2).setRuntimeMode(mode);
    Jobs.rows(environment.fromSequence(0, 99), ROWS, PartitionedRows.TYPE, PartitionedRows::row)
        .sinkTo(
            telling(
                ArrowParquetSink.forRows(path(), PartitionedRows.TYPE)
                    .partitionBy(BY_TOWN_AND_DAY)));
    environment.execute();
    assertEachVisibleFileCame();
    assertThat(TOLD).hasSameSizeAs(PartFiles.visible(directory));
    assertThat(SENT).hasSameSizeAs(TOLD);
    assertThat(TOLD)
        .allSatisfy(file -> assertThat(file.partition()).containsOnlyKeys("town", "dt"));
    assertThat(TOLD.stream().map(file -> file.partition().get("town")).distinct())
        .containsExactlyInAnyOrder(
            "Ulm", "Köln/Bonn", "__HIVE_DEFAULT_PARTITION__", "../../etc", "a%2Fb");
  }

  @Test
  void aJobThatGoesOnAtAnotherParallelismHidesNone() throws Exception {
    int batches = 400;
    StreamExecutionEnvironment first = Jobs.environment(3);
    Jobs.numberedByCheckpoint(first, batches, ROWS, 20).sinkTo(batches()).uid("sink");
    JobClient job = first.executeAsync();
    Jobs.await(() -> PartFiles.visible(directory).size() > 6);
    String savepoint = Jobs.stopWithSavepoint(job, savepoints);

    StreamExecutionEnvironment second = Jobs.restored(2, savepoint);
    Jobs.numberedByCheckpoint(second, batches, ROWS, 20).sinkTo(batches()).uid("sink");
    second.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertEachVisibleFileCame();
  }

  @Test
  void aSecondSinkIsRefusedWhenTheJobIsBuilt() {
    StreamExecutionEnvironment environment = Jobs.environment(1);
    Jobs.numberedByCheckpoint(environment, 1, ROWS, 1)
        .sinkTo(
            ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
                .committedFiles(
                    committed ->
                        committed.stream(
                            files -> {
                              files.sinkTo(new DiscardingSink<>()).name("first");
                              files.sinkTo(new DiscardingSink<>()).name("second");
                            }))
                .build());
    assertThatThrownBy(environment::getStreamGraph)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one sink, which must be added last")
        .hasMessageContaining("'first'");
  }

  private static final AtomicInteger LISTENER_FAILURES = new AtomicInteger();

  private static void tellOrFail(CommittedFile file) {
    tell(file);
    if (LISTENER_FAILURES.incrementAndGet() % 40 == 0) {
      throw new IllegalStateException("The listener fails, on purpose");
    }
  }

  @Test
  void aListenerThatFailsIsToldAgain() throws Exception {
    LISTENER_FAILURES.set(0);
    int batches = 200;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .sinkTo(
            ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
                .rollAtRows(3 * ROWS)
                .committedFiles(committed -> committed.listener(CommittedFilesITCase::tellOrFail))
                .build())
        .uid("sink");
    environment.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(LISTENER_FAILURES).hasValueGreaterThan(80);
    assertThat(TOLD).hasSizeGreaterThan(byPath(TOLD).size());
    assertThat(byPath(TOLD).keySet())
        .hasSameElementsAs(PartFiles.visible(directory).stream().map(Path::toString).toList());
  }
}
