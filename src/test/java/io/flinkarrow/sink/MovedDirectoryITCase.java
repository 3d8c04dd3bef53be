package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes on from a savepoint with its sink in another directory. */
class MovedDirectoryITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 25;
  private static final int BATCHES = 900;
  private static final int BATCHES_PER_CHECKPOINT = 20;

  @TempDir Path both;
  @TempDir Path savepoints;

  private String run(int parallelism, Path directory, String savepoint) throws Exception {
    int filesBefore = PartFiles.visible(directory).size();
    JobClient job = start(parallelism, directory, savepoint);
    Jobs.await(() -> PartFiles.visible(directory).size() >= filesBefore + 3 * parallelism);
    return Jobs.stopWithSavepoint(job, savepoints);
  }

  private JobClient start(int parallelism, Path directory, String savepoint) throws Exception {
    StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
    Jobs.numberedByCheckpoint(environment, BATCHES, ROWS, BATCHES_PER_CHECKPOINT)
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
                .build())
        .uid("sink");
    return environment.executeAsync();
  }

  /** Up and down again, since buckets of one name and two directories can't be merged. */
  @Test
  void rowsAfterTheMoveLieInTheNewDirectoryWhateverTheParallelism() throws Exception {
    Path old = both.resolve("old");
    Path moved = both.resolve("new");
    String savepoint = run(1, old, null);
    List<Path> beforeTheMove = PartFiles.visible(old);
    savepoint = run(3, moved, savepoint);
    savepoint = run(1, moved, savepoint);
    start(2, moved, savepoint).getJobExecutionResult().get();
    assertThat(PartFiles.visible(old)).isEqualTo(beforeTheMove);
    PartFiles.assertHoldsExactly(both, (long) BATCHES * ROWS);
  }

  /**
   * The savepoint knows files that are closed and not yet committed: they belong where they lie.
   */
  @Test
  void filesThatTheSavepointHasYetToCommitBecomeVisibleWhereTheyLie() throws Exception {
    Path old = both.resolve("old");
    Path moved = both.resolve("new");
    StreamExecutionEnvironment first = Jobs.withoutCheckpoints(2);
    Jobs.numbered(first, BATCHES, ROWS, 2_000)
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(old.toUri()), NumberedBatches.SCHEMA)
                .rollAtRows(ROWS)
                .build())
        .uid("sink");
    JobClient job = first.executeAsync();
    Jobs.await(() -> PartFiles.hidden(old).size() > 20);
    String savepoint = Jobs.savepointAndCancel(job, savepoints);
    start(1, moved, savepoint).getJobExecutionResult().get();
    PartFiles.assertHoldsExactly(both, (long) BATCHES * ROWS);
    assertThat(PartFiles.visible(old)).isNotEmpty();
    assertThat(PartFiles.visible(moved)).isNotEmpty();
  }
}
