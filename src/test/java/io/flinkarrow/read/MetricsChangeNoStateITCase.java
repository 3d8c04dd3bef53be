package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source with metrics is a FileSource to everybody else: to Flink, and to a savepoint. */
class MetricsChangeNoStateITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int ROWS = 20_000;
  private static final int BATCH_ROWS = 20;

  @TempDir Path directory;

  private JobClient start(boolean withMetrics, int parallelism, @Nullable String savepoint)
      throws Exception {
    ArrowParquetSource.Builder<RecordBatch> builder =
        ArrowParquetSource.forBatches(
                new org.apache.flink.core.fs.Path(directory.resolve("in").toUri()))
            .batchRows(BATCH_ROWS)
            .splitBytes(20_000);
    Source<RecordBatch, ?, ?> source = withMetrics ? builder.buildWithMetrics() : builder.build();
    StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "batches")
        .uid("source")
        .map(
            batch -> {
              Thread.sleep(5); // the job is stopped before its end, even by a busy machine
              return batch;
            })
        .returns(RecordBatch.class)
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.resolve("out").toUri()),
                    NumberedBatches.SCHEMA)
                .build())
        .uid("sink");
    return environment.executeAsync();
  }

  /** Splits in the enumerator and in the readers, one of them halfway. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachRestoresWhatTheOtherSaved(boolean withMetricsFirst) throws Exception {
    Files.createDirectories(directory.resolve("in"));
    BatchSplits.numbered(directory.resolve("in/a.parquet"), ROWS, 1_000);
    JobClient first = start(withMetricsFirst, 2, null);
    Jobs.await(() -> PartFiles.visible(directory.resolve("out")).size() > 4);
    String savepoint = Jobs.stopWithSavepoint(first, directory.resolve("savepoints"));
    long before = PartFiles.ids(directory.resolve("out")).length;
    assertThat(before).isPositive().isLessThan(ROWS);
    Jobs.awaitEnd(start(!withMetricsFirst, 1, savepoint));
    PartFiles.assertHoldsExactly(directory.resolve("out"), ROWS);
  }

  /** What Flink asks a FileSource for besides. */
  @Test
  void itIsAllThatAFileSourceIs() {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> type = FileSource.class; type != null; type = type.getSuperclass()) {
      interfaces.addAll(Set.of(type.getInterfaces()));
    }
    assertThat(interfaces)
        .hasSizeGreaterThan(2)
        .allMatch(type -> type.isAssignableFrom(MeteredSource.class));
  }
}
