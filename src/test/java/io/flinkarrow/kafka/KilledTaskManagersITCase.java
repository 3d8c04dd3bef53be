package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.testing.ExampleJar;
import io.flinkarrow.testing.FlinkInstallation;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.StandaloneCluster;
import io.flinkarrow.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Path SETTINGS = Path.of("examples/flink/config.yaml");
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
    Transactions transactions =
        new Transactions(TOPIC, PARTITIONS, 40, KilledTaskManagersITCase::payload);
    transactions.start(BROKER);
    Path out = directory.resolve("out");
    VisibleFiles files = new VisibleFiles(out);
    try (StandaloneCluster cluster =
        StandaloneCluster.start(FlinkInstallation.plain(), folder("cluster"), 2, settings())) {
      try {
        String job = submit(cluster, out);
        CompletedCheckpoints completed =
            new CompletedCheckpoints(directory.resolve("checkpoints").resolve(job));
        for (int kill = 0; kill < KILLS; kill++) {
          int before = files.rows();
          lookUntil(() -> files.rows() > before, files);
          // A checkpoint's completion begins the commit of its files; every other kill comes later.
          awaitNextAfter(completed.latest(), completed);
          if (kill % 2 == 1) {
            Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
          }
          assertThat(cluster.killTaskManager()).as("exit code").isEqualTo(KILLED);
          cluster.startTaskManager();
          int failures = kill + 1;
          lookUntil(() -> restarts(cluster, job) >= failures, files);
        }
        transactions.stop();
        long[] expected = transactions.committedIds();
        lookUntil(() -> files.rows() >= expected.length, files);
        int restarts = restarts(cluster, job);
        assertThat(
                cluster.flink("stop", "--savepointPath", directory.resolve("savepoint") + "", job))
            .contains("Savepoint completed");

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

  private void lookUntil(Callable<Boolean> reached, VisibleFiles files) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.call()) {
      assertThat(System.nanoTime()).as("time, after %d rows", files.rows()).isLessThan(deadline);
      files.look();
      Thread.sleep(20);
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

  private String submit(StandaloneCluster cluster, Path out) throws Exception {
    Path like =
        Files.write(
            directory.resolve("like.arrow"),
            ArrowIpc.writeFile(
                BatchSchema.of(NumberedBatches.SCHEMA), List.of(NumberedBatches.of(0, 1))));
    String answer =
        cluster.flink(
            "run",
            "--detached",
            "--class",
            "io.flinkarrow.examples.TopicToParquet",
            ExampleJar.write(directory.resolve("examples.jar")).toString(),
            "--brokers",
            BROKER.bootstrapServers(),
            "--topic",
            TOPIC,
            "--like",
            like.toString(),
            "--out",
            out.toUri().toString());
    return only("JobID ([0-9a-f]{32})", answer);
  }

  /** The JobManager looks at metrics from time to time, and for the first time a while after. */
  private static int restarts(StandaloneCluster cluster, String job) throws Exception {
    String answer = cluster.get("/jobs/%s/metrics?get=numRestarts".formatted(job));
    return answer.equals("[]") ? 0 : Integer.parseInt(only("\"value\":\"(\\d+)\"", answer));
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in: %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  /** At each start of a subtask, one file that was open and one that was rolled may be lost. */
  private static void assertLeftoversAreHiddenAndFew(Path out, int restarts) {
    assertThat(PartFiles.hidden(out))
        .allMatch(file -> file.getFileName().toString().matches("\\.part-.*\\.inprogress\\..*"))
        .hasSizeLessThanOrEqualTo(2 * PARALLELISM * (restarts + 1));
  }

  /**
   * The example's, except for memory, which is smaller here, faster checkpoints, and failures
   * without end: they are the test's own.
   */
  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String line : Files.readAllLines(SETTINGS)) {
      if (line.matches("[a-z].*: .*") && !line.contains(".memory.")) {
        String[] setting = line.split(": ", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    settings.put("execution.checkpointing.dir", folder("checkpoints").toUri().toString());
    settings.put("execution.checkpointing.interval", "1 s");
    settings.put("restart-strategy.failure-rate.max-failures-per-interval", "1000");
    settings.put("metrics.fetcher.update-interval", "500");
    return settings;
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private static byte[] payload(long firstId, int rows) {
    return ArrowIpc.writeStream(NumberedBatches.of(firstId, rows));
  }
}
