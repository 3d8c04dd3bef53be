package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.sink.file.RecordBatchBulkWriter;
import io.flinkarrow.sink.registry.WriterRegistration;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A TaskManager outlives its tasks: what they held must be gone after each failover. */
class FailoverLeakITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 2000;
  private static final int BATCHES = 30;

  /** Hundred writers leaked would hold far more than this, a warmed-up cluster far less. */
  private static final long NOISE = 16L << 20;

  @TempDir Path directory;

  @Test
  void aHundredFailoversLeaveNothingBehind() throws Exception {
    run("warm up", 5);
    long before = LiveObjects.bytes();
    run("hundred", 100);
    // The last task is let go after its job has ended.
    Jobs.await(() -> LiveObjects.count(FileSinkWriter.class) == 0);
    assertThat(LiveObjects.count(RecordBatchBulkWriter.class)).isZero();
    assertThat(LiveObjects.count(ArrowParquetWriter.class)).isZero();
    assertThat(LiveObjects.count(WriterRegistration.class)).isZero();
    assertThat(NumberedBatches.allocator().getAllocatedMemory()).isZero();
    assertThat(LiveObjects.bytes() - before).as("heap grown by").isLessThan(NOISE);
  }

  /** Every failure comes after rows were written, and no checkpoint saves any before the end. */
  private void run(String name, int failures) throws Exception {
    Path output = directory.resolve(name);
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Jobs.numbered(environment, BATCHES, ROWS, 1_000_000)
        .map(FailoverLeakITCase::throughVectors)
        .returns(RecordBatch.class)
        .map(new FailingMap<>(name, failures, 0, BATCHES / 2))
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(output.toUri()), NumberedBatches.SCHEMA)
                .build());
    environment.execute();
    assertThat(FailingMap.failuresOf(name)).isEqualTo(failures);
    assertThat(PartFiles.hidden(output)).as("files in progress").hasSize(failures);
    PartFiles.assertHoldsExactly(output, (long) BATCHES * ROWS);
  }

  private static RecordBatch throughVectors(RecordBatch batch) {
    try (LoadedBatch loaded = batch.load(NumberedBatches.allocator())) {
      return RecordBatch.copyOf(loaded.root());
    }
  }
}
