package io.flinkarrow.releases;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Batches into partitions: fails three times, is stopped with a savepoint and goes on from it with
 * another parallelism.
 */
final class FilesJob {

  static final int ROWS = 5000;

  /** The source's name. */
  static final String NUMBERS = "numbered batches";

  private static final int BATCH_ROWS = 40;
  private static final int BATCHES_A_CHECKPOINT = 5;
  private static final int FAILURES = 3;
  private static final String NAME = "files";

  private FilesJob() {}

  static void run(Path directory) throws Exception {
    JobClient job = start(directory, 2, null);
    Jobs.await(() -> FailingMap.failuresOf(NAME) == FAILURES);
    int before = PartFiles.visible(directory).size();
    Jobs.await(() -> PartFiles.visible(directory).size() > before);
    String savepoint = Jobs.stopWithSavepoint(job, directory.resolveSibling("savepoints"));
    Jobs.awaitEnd(start(directory, 3, savepoint));
  }

  private static JobClient start(Path directory, int parallelism, @Nullable String savepoint)
      throws Exception {
    StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
    numbered(environment, ROWS, BATCHES_A_CHECKPOINT)
        .map(new FailingMap<>(NAME, FAILURES, 1, 1))
        .returns(RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .rebalance()
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), PartitionedRows.SCHEMA)
                .partitionBy(PartitionByColumns.of("town"))
                .build())
        .uid("sink");
    return environment.executeAsync();
  }

  /** Batches of the rows from 0 on, so many until the next checkpoint. */
  static SingleOutputStreamOperator<RecordBatch> numbered(
      StreamExecutionEnvironment environment, long rows, int batchesACheckpoint) {
    return environment
        .fromSource(
            new DataGeneratorSource<>(
                batch ->
                    PartitionedRows.batch(
                        batch * BATCH_ROWS, BATCH_ROWS, PartitionedRows::plainTownOf),
                rows / BATCH_ROWS,
                RateLimiterStrategy.perCheckpoint(batchesACheckpoint),
                RecordBatchTypeInfo.of(PartitionedRows.SCHEMA)),
            WatermarkStrategy.noWatermarks(),
            NUMBERS)
        .uid("numbers");
  }
}
