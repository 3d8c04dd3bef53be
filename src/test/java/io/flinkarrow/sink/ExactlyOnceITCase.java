package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows in visible files are the rows of the stream, each once, whatever happened to the job. */
class ExactlyOnceITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 25;

  @TempDir Path directory;
  @TempDir Path savepoints;

  private ArrowParquetSink<RecordBatch> sink() {
    return sink(directory);
  }

  private static ArrowParquetSink<RecordBatch> sink(Path directory) {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .build();
  }

  @Test
  void killsLoseAndDoubleNothing() throws Exception {
    int batches = Jobs.EXTENDED ? 20_000 : 600;
    int kills = Jobs.EXTENDED ? 50 : 6;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("exactly once", kills, 1, 5))
        .sinkTo(sink());
    environment.execute();
    assertThat(FailingMap.failuresOf("exactly once")).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.hidden(directory)).as("each kill leaves files behind").isNotEmpty();
  }

  @Test
  void whatIsVisibleIsCompleteAndNeverChanges() throws Exception {
    int batches = 200;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("visible", 2, 1, 5))
        .sinkTo(sink());
    JobClient job = environment.executeAsync();
    Map<Path, byte[]> seen = new HashMap<>();
    boolean running = true;
    while (running) {
      running = !Jobs.statusOf(job).isGloballyTerminalState();
      for (Path file : PartFiles.visible(directory)) {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).as("file seen before").isEqualTo(seen.getOrDefault(file, bytes));
        seen.put(file, bytes);
      }
      long[] ids = PartFiles.ids(directory);
      assertThat(LongStream.of(ids).distinct().count()).isEqualTo(ids.length);
    }
    assertThat(seen).hasSizeGreaterThan(4);
    assertThat(FailingMap.failuresOf("visible")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
  }

  @Test
  void nothingIsVisibleBeforeACheckpoint() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Jobs.numbered(environment, 100_000, ROWS, 200).sinkTo(sink()).uid("sink");
    JobClient job = environment.executeAsync();
    Jobs.await(() -> !PartFiles.hidden(directory).isEmpty());
    Thread.sleep(500);
    assertThat(PartFiles.visible(directory)).isEmpty();
    Jobs.stopWithSavepoint(job, savepoints);
    long[] ids = PartFiles.ids(directory);
    assertThat(ids).isNotEmpty();
    assertThat(ids).isEqualTo(LongStream.range(0, ids.length).toArray());
  }

  @Test
  void aSavepointRescalesUpAndDown() throws Exception {
    int batches = 1200;
    String savepoint = null;
    int expected = 0;
    for (int parallelism : new int[] {2, 4, 1}) {
      StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
      Jobs.numberedByCheckpoint(environment, batches, ROWS, 20).sinkTo(sink()).uid("sink");
      JobClient job = environment.executeAsync();
      if (parallelism == 1) {
        job.getJobExecutionResult().get();
      } else {
        int filesBefore = PartFiles.visible(directory).size();
        Jobs.await(() -> PartFiles.visible(directory).size() >= filesBefore + 4);
        savepoint = Jobs.stopWithSavepoint(job, savepoints);
        long[] ids = PartFiles.ids(directory);
        assertThat(LongStream.of(ids).distinct().count()).isEqualTo(ids.length);
        assertThat(ids.length).isBetween(expected + 1, batches * ROWS - 1);
        expected = ids.length;
      }
    }
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
  }

  @Test
  void twoSinksOnOneStreamEachGetEveryRow(@TempDir Path other) throws Exception {
    int batches = 100;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    DataStream<RecordBatch> stream =
        Jobs.numbered(environment, batches, ROWS, 100).map(new FailingMap<>("two sinks", 2, 1, 5));
    stream.sinkTo(sink()).name("one");
    stream.sinkTo(sink(other)).name("other");
    environment.execute();
    assertThat(FailingMap.failuresOf("two sinks")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    PartFiles.assertHoldsExactly(other, (long) batches * ROWS);
  }

  /** Bucket, rows and budget of one writer must not become another's. */
  @Test
  void sinksOfOneBuilderAndOneSinkUsedTwiceStayApart() throws Exception {
    int batches = 90;
    int rows = 1_000;
    int most = 2 * rows;
    ArrowParquetSink.Builder<RecordBatch> builder =
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
            .options(WriterOptions.builder().memoryBudgetBytes(20_000).build())
            .rollAtRows(most);
    ArrowParquetSink<RecordBatch> twice = builder.build();
    List<ArrowParquetSink<RecordBatch>> sinks = List.of(twice, builder.build(), twice);
    StreamExecutionEnvironment environment = Jobs.environment(2);
    environment.getConfig().enableObjectReuse();
    DataStream<RecordBatch> stream =
        Jobs.numberedByCheckpoint(environment, batches, rows, 40)
            .map(new FailingMap<>("one builder", 2, 1, 5));
    for (int i = 0; i < sinks.size(); i++) {
      int mine = i;
      stream
          .filter(batch -> Math.floorMod(batch.hashCode(), 3) == mine)
          .sinkTo(sinks.get(i))
          .name("sink " + i);
    }
    environment.execute();
    assertThat(FailingMap.failuresOf("one builder")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * rows);
    assertThat(
            PartFiles.visible(directory).stream()
                .mapToInt(file -> PartFiles.idsOf(List.of(file)).length)
                .max())
        .as("rows of the longest file")
        .hasValue(most);
    assertThat(PartFiles.visible(directory))
        .as("files whose row groups the budget ended")
        .anyMatch(file -> PartFiles.rowGroups(file) == 2);
  }

  @Test
  void filesThatTheBudgetEndsLoseAndDoubleNothing() throws Exception {
    int batches = 60;
    int rows = 1_000;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, rows, 20)
        .map(new FailingMap<>("ended by budget", 2, 1, 5))
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
                .options(WriterOptions.builder().memoryBudgetBytes(1).build())
                .build());
    environment.execute();
    assertThat(FailingMap.failuresOf("ended by budget")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * rows);
    assertThat(PartFiles.visible(directory)).as("each batch in a file of its own").hasSize(batches);
  }

  @Test
  void aBatchJobWritesEveryRow() throws Exception {
    int batches = 100;
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(2);
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    Jobs.numbered(environment, batches, ROWS, 10_000).rebalance().sinkTo(sink());
    environment.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.visible(directory))
        .hasSizeLessThanOrEqualTo(2)
        .allMatch(file -> file.getFileName().toString().matches("part-[-0-9a-f]+-0\\.parquet"));
  }

  @Test
  void aBatchThatIsRefusedFailsTheJobAndTakesNoRowWithIt() throws Exception {
    int refused = 15;
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    Jobs.numberedByCheckpoint(environment, 20, ROWS, 4)
        .map(
            batch ->
                batch.equals(NumberedBatches.of((long) ROWS * refused, ROWS))
                    ? OtherBatches.of(1)
                    : batch)
        .returns(RecordBatch.class)
        .sinkTo(sink());
    assertThatThrownBy(environment::execute)
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("came 'code' Int(32, true)");
    int committed = PartFiles.ids(directory).length;
    assertThat(committed).isBetween(4 * ROWS, refused * ROWS);
    PartFiles.assertHoldsExactly(directory, committed);
  }
}
