package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.testing.ExampleJar;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.StandaloneCluster;
import io.flinkarrow.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The example's job for a topic of Arrow payloads, as its jar was submitted to a cluster of
 * processes with Flink's client.
 */
record SubmittedTopicJob(StandaloneCluster cluster, String id) {

  private static final Path SETTINGS = Path.of("examples/flink/config.yaml");

  /**
   * The settings of the example's cluster, except for memory, which is smaller here, faster
   * checkpoints, and failures without end: they are the test's own.
   *
   * @param checkpoints a directory, as Flink names it
   */
  static Map<String, String> settings(String checkpoints) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String line : Files.readAllLines(SETTINGS)) {
      if (line.matches("[a-z].*: .*") && !line.contains(".memory.")) {
        String[] setting = line.split(": ", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    settings.put("execution.checkpointing.dir", checkpoints);
    settings.put("execution.checkpointing.interval", "1 s");
    settings.put("restart-strategy.failure-rate.max-failures-per-interval", "1000");
    settings.put("metrics.fetcher.update-interval", "500");
    return settings;
  }

  /**
   * Submits the job.
   *
   * @param directory for the jar and what else is needed to submit it
   * @param out where the part files go, as Flink names it
   */
  static SubmittedTopicJob submit(
      StandaloneCluster cluster, Path directory, TestBroker broker, String topic, String out)
      throws Exception {
    Path like = Files.write(directory.resolve("like.arrow"), like());
    String answer =
        cluster.flink(
            "run",
            "--detached",
            "--class",
            "io.flinkarrow.examples.TopicToParquet",
            ExampleJar.write(directory.resolve("examples.jar")).toString(),
            "--brokers",
            broker.bootstrapServers(),
            "--topic",
            topic,
            "--like",
            like.toString(),
            "--out",
            out);
    return new SubmittedTopicJob(cluster, only("JobID ([0-9a-f]{32})", answer));
  }

  /** What {@link Transactions} may send to the topic. */
  static byte[] payload(long firstId, int rows) {
    return ArrowIpc.writeStream(NumberedBatches.of(firstId, rows));
  }

  /** The JobManager looks at metrics from time to time, and for the first time a while after. */
  int restarts() throws Exception {
    String answer = cluster.get("/jobs/%s/metrics?get=numRestarts".formatted(id));
    return answer.equals("[]") ? 0 : Integer.parseInt(only("\"value\":\"(\\d+)\"", answer));
  }

  /** Stops the job with a savepoint, which lies in a directory that Flink names so. */
  void stop(String savepoints) throws IOException, InterruptedException {
    assertThat(cluster.flink("stop", "--savepointPath", savepoints, id))
        .contains("Savepoint completed");
  }

  private static byte[] like() {
    return ArrowIpc.writeFile(
        BatchSchema.of(NumberedBatches.SCHEMA), List.of(NumberedBatches.of(0, 1)));
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in: %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
