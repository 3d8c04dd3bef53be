package io.flinkarrow.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What jobs that fail really leave behind is found by its name, and no row goes with it. */
class CleanUpOfFailedJobsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int BATCHES = 200;
  private static final int ROWS = 50;
  private static final Duration LATER = Duration.ofDays(8);

  @TempDir Path directory;
  @TempDir Path checkpoints;

  @BeforeEach
  void nothingFails() {
    FaultyFileSystem.reset();
  }

  private void write(StreamExecutionEnvironment environment, String name, int failures)
      throws Exception {
    Jobs.numberedByCheckpoint(environment, BATCHES, ROWS, 10)
        .map(new FailingMap<>(name, failures, 2, 3))
        .returns(RecordBatchTypeInfo.of(NumberedBatches.SCHEMA))
        .uid("failing")
        .sinkTo(
            ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), NumberedBatches.SCHEMA)
                .bucketAssigner(
                    new BucketsBy<>(batch -> "third=" + Math.floorMod(batch.hashCode(), 3)))
                .build())
        .uid("sink");
    environment.execute();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void whatRestartsLeaveGoesAndNothingElse() throws Exception {
    write(Jobs.environment(2), "clean-up", 3);
    assertThat(FailingMap.failuresOf("clean-up")).isEqualTo(3);
    List<Path> visible = PartFiles.visible(directory);
    assertThat(PartFiles.hidden(directory)).isNotEmpty();

    assertThat(CleanUpRun.of(directory, "--delete").output())
        .isEqualTo("Removed: 0 files, 0 bytes\n");
    CleanUpRun run = CleanUpRun.later(LATER, directory, "--delete", "--complete");
    assertThat(run.exitCode()).isZero();
    assertThat(files(directory)).isEqualTo(visible);
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
  }

  /** Files of the last checkpoint are not visible yet: the job's end came before. */
  @Test
  void whatACheckpointNamesStays() throws Exception {
    FaultyFileSystem.fail(Step.BEFORE_COMMIT, 1, Integer.MAX_VALUE);
    assertThatThrownBy(() -> write(retaining(), "retained", 0)).isNotNull();
    FaultyFileSystem.reset();
    int hidden = PartFiles.hidden(directory).size();

    CleanUpRun run = CleanUpRun.later(LATER, directory, "--delete");
    assertThat(run.output()).contains("Kept, because a checkpoint or savepoint may name them");
    assertThat(PartFiles.hidden(directory)).isNotEmpty().hasSizeLessThanOrEqualTo(hidden);
    write(Jobs.restored(2, lastCheckpoint()), "retained", 0);
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
  }

  private StreamExecutionEnvironment retaining() {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment = Jobs.withoutRestart(2);
    environment.configure(configuration);
    return environment;
  }

  private String lastCheckpoint() throws IOException {
    return files(checkpoints).stream()
        .filter(file -> file.endsWith("_metadata"))
        .map(Path::getParent)
        .max(Comparator.comparing(checkpoint -> checkpoint.toFile().lastModified()))
        .orElseThrow()
        .toUri()
        .toString();
  }

  /** The last of the rows fails, when the others are staged. */
  @Test
  void whatABatchInsertStagedGoes() throws Exception {
    TableEnvironment session =
        TableEnvironment.create(EnvironmentSettings.newInstance().inBatchMode().build());
    session.getConfig().set("restart-strategy.type", "none");
    session.executeSql(
        "CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'filesystem', 'format' ="
            + " 'arrow-parquet', 'path' = '%s')".formatted(directory.toUri()));
    session.executeSql("INSERT INTO numbers VALUES (1)").await();
    List<Path> visible = PartFiles.visible(directory);
    session.executeSql(
        "CREATE TABLE failing (n BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '10000',"
            + " 'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '9999')");
    assertThatThrownBy(
            () ->
                session
                    .executeSql("INSERT INTO numbers SELECT 1 / (9999 - n) FROM failing")
                    .await())
        .hasRootCauseInstanceOf(ArithmeticException.class);
    assertThat(files(directory)).hasSizeGreaterThan(visible.size());
    assertThat(CleanUpRun.of(directory, "--delete").output())
        .isEqualTo("Removed: 0 files, 0 bytes\n");
    CleanUpRun run = CleanUpRun.later(LATER, directory, "--delete");
    assertThat(run.output()).contains("removed staged");
    assertThat(run.exitCode()).isZero();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrderElementsOf(visible);
    }
  }
}
