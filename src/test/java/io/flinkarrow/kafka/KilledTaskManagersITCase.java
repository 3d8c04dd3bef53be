package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.FlinkInstallation;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.StandaloneCluster;
import io.flinkarrow.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of committed transactions lie in visible files, each once, and every visible file is whole
 * and stays as it is, while the processes that run the job are killed: the example's jar, submitted
 * with Flink's client to a cluster of processes with the settings of the example's cluster.
 */
class KilledTaskManagersITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static final String TOPIC = "killed-task-managers";
  private static final int PARTITIONS = 3;
  private static final int PARALLELISM = 2;
  private static final int KILLS = Jobs.EXTENDED ? 40 : 3;
  private static final int LONGEST_WAIT_MILLIS = 1500;
  private static final int KILLED = 128 + 9;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Random random = new Random(20_261_124);

  @TempDir Path directory;

  @Test
  void loseAndDoubleNoRowAndLeaveNoHalfFile() throws Exception {
    BROKER.createTopic(TOPIC, PARTITIONS);
    Transactions transactions = new Transactions(TOPIC, PARTITIONS, 40, SubmittedTopicJob::payload);
    transactions.start(BROKER);
    Path out = directory.resolve("out");
    VisibleFiles files = new VisibleFiles(out);
    try (StandaloneCluster cluster =
        StandaloneCluster.start(
            FlinkInstallation.plain(),
            folder("cluster"),
            2,
            SubmittedTopicJob.settings(folder("checkpoints").toUri().toString()))) {
      try {
        SubmittedTopicJob job =
            SubmittedTopicJob.submit(cluster, directory, BROKER, TOPIC, out.toUri().toString());
        CompletedCheckpoints completed =
            new CompletedCheckpoints(directory.resolve("checkpoints").resolve(job.id()));
        for (int kill = 0; kill < KILLS; kill++) {
          int before = files.rows();
          files.lookUntil(() -> files.rows() > before);
          // A checkpoint's completion begins the commit of its files; every other kill comes later.
          awaitNextAfter(completed.latest(), completed);
          if (kill % 2 == 1) {
            Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
          }
          assertThat(cluster.killTaskManager()).as("exit code").isEqualTo(KILLED);
          cluster.startTaskManager();
          int failures = kill + 1;
          files.lookUntil(() -> job.restarts() >= failures);
        }
        transactions.stop();
        long[] expected = transactions.committedIds();
        files.lookUntil(() -> files.rows() >= expected.length);
        int restarts = job.restarts();
        job.stop(directory.resolve("savepoint").toString());

        assertThat(PartFiles.ids(out)).isEqualTo(expected);
        assertThat(transactions.aborted()).as("aborted transactions").isPositive();
        files.look();
        files.assertNoneChanged();
        assertLeftoversAreHiddenAndFew(out, restarts);
      } catch (Exception | AssertionError e) {
        e.addSuppressed(new IllegalStateException(cluster.outputs()));
        throw e;
      }
    }
  }

  /** Without a look at the files: it would take longer than their commit. */
  private static void awaitNextAfter(long checkpoint, CompletedCheckpoints completed)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (completed.latest() <= checkpoint) {
      assertThat(System.nanoTime())
          .as("time, after checkpoint %d", checkpoint)
          .isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  /** At each start of a subtask, one file that was open and one that was rolled may be lost. */
  private static void assertLeftoversAreHiddenAndFew(Path out, int restarts) {
    assertThat(PartFiles.hidden(out))
        .allMatch(file -> file.getFileName().toString().matches("\\.part-.*\\.inprogress\\..*"))
        .hasSizeLessThanOrEqualTo(2 * PARALLELISM * (restarts + 1));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
