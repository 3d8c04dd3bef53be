package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.FileCompactor;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
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

  @Test
  void compactedFilesHoldEveryRowOnce() throws Exception {
    int batches = 400;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("compaction", 2, 3, 5))
        .sinkTo(sink().enableCompaction(everyCheckpoints(3), compactor()).build())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("compaction")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.visible(directory))
        .isNotEmpty()
        .allMatch(file -> file.getFileName().toString().matches("compacted-part-.*\\.parquet"));
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
}
