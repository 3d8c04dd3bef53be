package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code delivery-guarantees.md} says of going back to a state that is not the latest. */
class OlderStatesWriteRowsAgainITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 25;
  private static final int BATCHES = 400;
  private static final int BATCHES_PER_CHECKPOINT = 20;

  @TempDir Path directory;
  @TempDir Path elsewhere;
  @TempDir Path savepoints;

  private JobClient start(String savepoint) throws Exception {
    StreamExecutionEnvironment environment = Jobs.restored(1, savepoint);
    Jobs.numberedByCheckpoint(environment, BATCHES, ROWS, BATCHES_PER_CHECKPOINT)
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
                .build())
        .uid("sink");
    return environment.executeAsync();
  }

  private String runAndStop(String savepoint) throws Exception {
    int filesBefore = PartFiles.visible(directory).size();
    JobClient job = start(savepoint);
    Jobs.await(() -> PartFiles.visible(directory).size() >= filesBefore + 3);
    return Jobs.stopWithSavepoint(job, savepoints);
  }

  @Test
  void rowsThatBecameVisibleSinceThenAreThereTwice() throws Exception {
    String older = runAndStop(null);
    long[] upToTheOlder = PartFiles.ids(directory);
    runAndStop(older);
    int upToTheLatest = PartFiles.ids(directory).length;
    assertThat(upToTheLatest).isGreaterThan(upToTheOlder.length);

    start(older).getJobExecutionResult().get();

    long[] ids = PartFiles.ids(directory);
    assertThat(ids).hasSize(BATCHES * ROWS + upToTheLatest - upToTheOlder.length);
    assertThat(Arrays.stream(ids).distinct().count()).isEqualTo((long) BATCHES * ROWS);
  }

  @Test
  void noneIsOnceTheFilesSinceThenAreMovedAway() throws Exception {
    String older = runAndStop(null);
    List<Path> files = PartFiles.visible(directory);
    runAndStop(older);
    for (Path file : PartFiles.visible(directory)) {
      if (!files.contains(file)) {
        Files.move(file, elsewhere.resolve(file.getFileName()));
      }
    }

    start(older).getJobExecutionResult().get();

    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
  }
}
