package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.ColumnSelection;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.FileCompactor;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** FileSink's compaction behind our sink: on, off, and off after it was on. */
class CompactionITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 25;

  @TempDir Path directory;
  @TempDir Path savepoints;

  /** A file of numbered rows as batches of a few rows. */
  private static final class NumberedReader implements RecordWiseFileCompactor.Reader<RecordBatch> {
    private static final int ROWS_PER_BATCH = 100;
    private final Queue<RecordBatch> batches = new ArrayDeque<>();

    private NumberedReader(Path file) {
      long[] ids = PartFiles.idsOf(List.of(file));
      for (int from = 0; from < ids.length; from += ROWS_PER_BATCH) {
        int to = Math.min(ids.length, from + ROWS_PER_BATCH);
        batches.add(NumberedBatches.of(Arrays.copyOfRange(ids, from, to)));
      }
    }

    @Override
    public RecordBatch read() {
      return batches.poll();
    }

    @Override
    public void close() {}
  }

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
        new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA);
  }

  private static FileCompactor compactor() {
    return new RecordWiseFileCompactor<>(file -> new NumberedReader(Path.of(file.toUri())));
  }

  private static FileCompactStrategy everyCheckpoints(int checkpoints) {
    return FileCompactStrategy.Builder.newBuilder()
        .enableCompactionOnCheckpoint(checkpoints)
        .setNumCompactThreads(2)
        .build();
  }

  private static final Set<String> COMMITTED = ConcurrentHashMap.newKeySet();

  @Test
  void compactedFilesHoldEveryRowOnceAndAreTheOnesCommitted() throws Exception {
    COMMITTED.clear();
    int batches = 400;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("compaction", 2, 3, 5))
        .sinkTo(
            sink()
                .enableCompaction(everyCheckpoints(3), compactor())
                .committedFiles(
                    committed -> committed.listener(file -> COMMITTED.add(file.path().getPath())))
                .build())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("compaction")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.visible(directory))
        .isNotEmpty()
        .allMatch(file -> file.getFileName().toString().matches("compacted-part-.*\\.parquet"));
    assertThat(COMMITTED)
        .hasSameElementsAs(PartFiles.visible(directory).stream().map(Path::toString).toList());
  }

  /** FileSink passes waiting files through a writer; one that writes early hides their rows. */
  @Test
  void filesThatWaitForCompactionKeepTheirRowsWhenItIsSwitchedOff() throws Exception {
    int batches = 600;
    StreamExecutionEnvironment first = Jobs.environment(2);
    Jobs.numberedByCheckpoint(first, batches, ROWS, 20)
        .sinkTo(sink().enableCompaction(everyCheckpoints(1_000_000), compactor()).build())
        .uid("sink");
    JobClient job = first.executeAsync();
    Jobs.await(() -> PartFiles.hidden(directory).size() > 6);
    String savepoint = Jobs.stopWithSavepoint(job, savepoints);
    assertThat(PartFiles.visible(directory)).as("all files wait for compaction").isEmpty();

    StreamExecutionEnvironment second = Jobs.restored(2, savepoint);
    Jobs.numberedByCheckpoint(second, batches, ROWS, 20)
        .sinkTo(sink().disableCompaction().build())
        .uid("sink");
    second.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
  }

  private static final PartitionByColumns BY_TOWN = PartitionByColumns.of("town");

  /** Rows that the files have, in batches of one row with the columns that the files have. */
  private static FileCompactor partitionedCompactor() {
    return new RecordWiseFileCompactor<>(
        file -> {
          ColumnSelection columns =
              BatchPartitioner.of(PartitionedRows.SCHEMA, BY_TOWN).fileColumns();
          Iterator<RecordBatch> rows =
              Arrays.stream(PartFiles.idsOf(List.of(Path.of(file.toUri()))))
                  .mapToObj(
                      id -> columns.of(PartitionedRows.batch(id, 1, PartitionedRows::plainTownOf)))
                  .iterator();
          return reader(() -> rows.hasNext() ? rows.next() : null);
        });
  }

  private static <T> RecordWiseFileCompactor.Reader<T> reader(Supplier<T> elements) {
    return new RecordWiseFileCompactor.Reader<>() {
      @Override
      public T read() {
        return elements.get();
      }

      @Override
      public void close() {}
    };
  }

  private ArrowParquetSink.Builder<RecordBatch> partitionedSink() {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), PartitionedRows.SCHEMA)
        .partitionBy(BY_TOWN);
  }

  private static DataStream<RecordBatch> partitioned(
      StreamExecutionEnvironment environment, int batches) {
    return Jobs.numberedByCheckpoint(environment, batches, 1, 20)
        .map(
            batch ->
                PartitionedRows.batch(
                    batch.body().buffer(1).getLong(0) * ROWS, ROWS, PartitionedRows::plainTownOf),
            RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .uid("rows");
  }

  /** Compacted files lack the columns of their path as well, and lie in it. */
  @Test
  void filesOfPartitionsAreMergedWithinTheirFolders() throws Exception {
    int batches = 1_200;
    StreamExecutionEnvironment first = Jobs.environment(2);
    partitioned(first, batches)
        .sinkTo(
            partitionedSink().enableCompaction(everyCheckpoints(2), partitionedCompactor()).build())
        .uid("sink");
    JobClient job = first.executeAsync();
    Jobs.await(() -> PartFiles.visible(directory).size() > 2);
    String savepoint = Jobs.stopWithSavepoint(job, savepoints);
    assertThat(PartFiles.visible(directory))
        .allMatch(file -> file.getFileName().toString().startsWith("compacted-part-"));

    StreamExecutionEnvironment second = Jobs.restored(2, savepoint);
    partitioned(second, batches).sinkTo(partitionedSink().disableCompaction().build()).uid("sink");
    second.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartitionedRows.misfiledPlain(directory))
        .as("rows in another row's folder")
        .isZero();
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT name FROM parquet_schema('%s/*/*.parquet') WHERE type IS NOT NULL ORDER BY name"
                    .formatted(directory)))
        .as("columns in the files")
        .isEqualTo(List.of(List.of("id"), List.of("name"), List.of("time")));
  }

  private void failsAndKeepsTheFiles(FileCompactor compactor, String... message) throws Exception {
    int batches = 100;
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .sinkTo(sink().enableCompaction(everyCheckpoints(1), compactor).build())
        .uid("sink");
    assertThatThrownBy(environment::execute)
        .satisfies(
            failure -> assertThat(ExceptionUtils.stringifyException(failure)).contains(message));
    assertThat(PartFiles.visible(directory)).isEmpty();
    long[] ids =
        PartFiles.idsOf(
            PartFiles.hidden(directory).stream().filter(CompactionITCase::isComplete).toList());
    assertThat(ids).as("rows of files that waited for the merge").isNotEmpty().startsWith(0, 1, 2);
  }

  private static boolean isComplete(Path file) {
    return !file.toString().contains(".inprogress");
  }

  @Test
  void aReaderThatLosesRowsFailsTheJobAndTheFilesAreKept() throws Exception {
    failsAndKeepsTheFiles(
        new RecordWiseFileCompactor<>(file -> reader(() -> null)),
        "RecordWiseFileCompactor read 0 rows of",
        "but they have ",
        "every row of a file once");
  }

  @Test
  void aReaderOfOtherElementsFailsTheJobAndTheFilesAreKept() throws Exception {
    failsAndKeepsTheFiles(
        new RecordWiseFileCompactor<>(file -> reader(() -> "a line")),
        "returned a java.lang.String, but the sink writes RecordBatch");
  }

  /** Flink waits for ever for a merge that ends with an error. */
  @Test
  void anErrorWhileMergingFailsTheJobInsteadOfLettingItHang() throws Exception {
    failsAndKeepsTheFiles(
        new RecordWiseFileCompactor<>(
            file -> {
              throw new NoClassDefFoundError("of a codec");
            }),
        "could not be merged; they are kept",
        "of a codec");
  }
}
