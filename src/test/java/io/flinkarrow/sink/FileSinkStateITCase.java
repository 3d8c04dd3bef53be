package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Our sink and a plain FileSink restore each other's savepoints. */
class FileSinkStateITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int ROWS = 25;

  @TempDir Path directory;
  @TempDir Path savepoints;

  private Sink<RecordBatch> plain() {
    return FileSink.forBulkFormat(
            new org.apache.flink.core.fs.Path(directory.toUri()),
            ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, WriterOptions.defaults()))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .build();
  }

  private Sink<RecordBatch> ours() {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .build();
  }

  private int files() {
    return PartFiles.visible(directory).size() + PartFiles.hidden(directory).size();
  }

  /**
   * Checkpoints only come with savepoints, and batches only after them: so each job cancels with
   * rows in files that its savepoint doesn't know, which must stay hidden, and often before it
   * committed the files that the savepoint does know, which the next job must.
   */
  @Test
  void aJobGoesFromFileSinkToOursAndBack() throws Exception {
    int batches = 300;
    String savepoint = null;
    for (Sink<RecordBatch> sink : List.of(plain(), ours(), plain())) {
      StreamExecutionEnvironment environment = Jobs.restoredWithoutCheckpoints(2, savepoint);
      Jobs.numberedByCheckpoint(environment, batches, ROWS, 20).sinkTo(sink).uid("sink");
      int filesBefore = files();
      JobClient job = environment.executeAsync();
      Jobs.await(() -> files() >= filesBefore + 2);
      savepoint = Jobs.savepointAndCancel(job, savepoints);
    }
    StreamExecutionEnvironment environment = Jobs.restored(2, savepoint);
    Jobs.numbered(environment, batches, ROWS, 10_000).sinkTo(ours()).uid("sink");
    environment.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.visible(directory)).hasSizeGreaterThanOrEqualTo(8);
  }
}
