package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose checkpoints leave files open. */
class KeptFilesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 25;

  @TempDir Path directory;
  @TempDir Path other;
  @TempDir Path savepoints;

  private static ArrowParquetSink<RecordBatch> sink(Path directory) {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .keepFilesOpen(true)
        .rollAtAge(Duration.ofHours(1))
        .rollAtRows(4_000)
        .build();
  }

  /** Files in the order of their rows. */
  private static List<byte[]> contents(Path directory) throws Exception {
    List<Path> files = new ArrayList<>(PartFiles.visible(directory));
    files.sort(Comparator.comparingLong(file -> PartFiles.idsOf(List.of(file))[0]));
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }

  @Test
  void killsAndCheckpointsLeaveTheFilesOfAnUndisturbedRun() throws Exception {
    int batches = Jobs.EXTENDED ? 20_000 : 600;
    int kills = Jobs.EXTENDED ? 50 : 6;
    StreamExecutionEnvironment environment = Jobs.environment(1);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("kept files", kills, 1, 5))
        .sinkTo(sink(directory));
    environment.execute();
    assertThat(FailingMap.failuresOf("kept files")).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);

    StreamExecutionEnvironment undisturbed = Jobs.withoutCheckpoints(1);
    Jobs.numbered(undisturbed, batches, ROWS, 100_000).sinkTo(sink(other));
    undisturbed.execute();
    assertThat(contents(directory))
        .as("files of 4,000 rows, though checkpoints came each 500")
        .hasSize((batches * ROWS + 3_999) / 4_000)
        .containsExactlyElementsOf(contents(other));
  }

  @Test
  void aSavepointRescalesUpAndDownWithFilesOpen() throws Exception {
    int batches = 900;
    String savepoint = null;
    for (int parallelism : new int[] {2, 4, 1}) {
      StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
      Jobs.numberedByCheckpoint(environment, batches, ROWS, 20).sinkTo(sink(directory)).uid("sink");
      JobClient job = environment.executeAsync();
      if (parallelism == 1) {
        job.getJobExecutionResult().get();
      } else {
        int before = PartFiles.hidden(directory).size() + PartFiles.visible(directory).size();
        Jobs.await(
            () ->
                PartFiles.hidden(directory).size() + PartFiles.visible(directory).size()
                    > before + (parallelism == 4 ? 0 : 1));
        savepoint = Jobs.stopWithSavepoint(job, savepoints);
      }
    }
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartFiles.hidden(directory)).as("each open file was finished").isEmpty();
  }

  @Test
  void aDrainedJobLeavesNoFileOpen() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numbered(environment, 1_000_000, ROWS, 200).sinkTo(sink(directory));
    JobClient job = environment.executeAsync();
    Jobs.await(() -> PartFiles.hidden(directory).size() == 2);
    Jobs.drain(job, savepoints);
    assertThat(PartFiles.hidden(directory)).isEmpty();
    long[] ids = PartFiles.ids(directory);
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
  }
}
