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

  /** Checkpoints only come with savepoints, so what a cancelled job did after them stays hidden. */
  @Test
  void aJobGoesFromFileSinkToOursAndBack() throws Exception {
    int batches = 300;
    String savepoint = null;
    for (Sink<RecordBatch> sink : List.of(plain(), ours(), plain(), ours())) {
      boolean last = PartFiles.visible(directory).size() >= 6;
      StreamExecutionEnvironment environment =
          Jobs.restored(2, Jobs.NO_CHECKPOINTS_BY_TIME, savepoint);
      Jobs.numbered(environment, batches, ROWS, last ? 10_000 : 100).sinkTo(sink).uid("sink");
      JobClient job = environment.executeAsync();
      if (last) {
        job.getJobExecutionResult().get();
      } else {
        int filesBefore = PartFiles.hidden(directory).size();
        Jobs.await(() -> PartFiles.hidden(directory).size() >= filesBefore + 2);
        Thread.sleep(300);
        savepoint = Jobs.savepointAndCancel(job, savepoints);
      }
    }
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.visible(directory)).hasSizeGreaterThanOrEqualTo(8);
  }
}
