package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.examples.Bucket;
import io.flinkarrow.examples.BucketMirror;
import io.flinkarrow.examples.S3Server;
import io.flinkarrow.testing.FlinkInstallation;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.S3Gate;
import io.flinkarrow.testing.S3Gate.Hold;
import io.flinkarrow.testing.S3Gate.Moment;
import io.flinkarrow.testing.S3Gate.Operation;
import io.flinkarrow.testing.S3Gate.Request;
import io.flinkarrow.testing.S3Plugin;
import io.flinkarrow.testing.StandaloneCluster;
import io.flinkarrow.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows of committed transactions lie in visible objects of a bucket, each once, and every visible
 * object is whole and stays as it is, while the process that runs the job is killed at each step of
 * an object's life, and the store too. Checkpoints and savepoints lie in the same store.
 */
class KilledOnS3ITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static final int PARTITIONS = 3;
  private static final int PARALLELISM = 2;
  private static final int KILLS_OF_EXTENDED = 100;
  private static final int KILLS_PER_RESTART_OF_THE_STORE = 10;
  private static final int KILLED = 128 + 9;
  private static final String PREFIX = "out/";

  /** Where the TaskManager is killed. */
  private enum Step {
    PART_IS_SENT(Operation.UPLOAD_PART, PREFIX, Moment.BEFORE_THE_SERVER),
    PART_HAS_ARRIVED(Operation.UPLOAD_PART, PREFIX, Moment.AFTER_THE_SERVER),
    CHECKPOINT_COMPLETES(Operation.COMPLETE_UPLOAD, "checkpoints/", Moment.BEFORE_THE_SERVER),
    COMMIT_IS_SENT(Operation.COMPLETE_UPLOAD, PREFIX, Moment.BEFORE_THE_SERVER),
    COMMIT_IS_DONE(Operation.COMPLETE_UPLOAD, PREFIX, Moment.AFTER_THE_SERVER);

    private final Predicate<Request> request;
    private final Moment moment;

    Step(Operation operation, String prefix, Moment moment) {
      this.request =
          request -> request.operation() == operation && request.key().startsWith(prefix);
      this.moment = moment;
    }
  }

  /**
   * In a small run, one plugin is killed at each step, and the other at those whose upload it has
   * to complete afterwards. At other steps nobody goes on with the upload, whatever the plugin.
   */
  private static List<Step> kills(S3Plugin plugin) {
    List<Step> all = List.of(Step.values());
    if (Jobs.EXTENDED) {
      return IntStream.range(0, KILLS_OF_EXTENDED)
          .mapToObj(kill -> all.get(kill % all.size()))
          .toList();
    }
    return switch (plugin) {
      case HADOOP -> all;
      case NATIVE -> List.of(Step.COMMIT_IS_SENT, Step.COMMIT_IS_DONE);
    };
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void losesAndDoublesNoRowAndLeavesNoHalfObject(S3Plugin plugin) throws Exception {
    String topic = "killed-on-" + plugin.artifact();
    BROKER.createTopic(topic, PARTITIONS);
    Transactions transactions = new Transactions(topic, PARTITIONS, 40, SubmittedTopicJob::payload);
    transactions.start(BROKER);
    Path out = folder("out");
    try (S3Server store = S3Server.start(folder("store"), S3Plugin.serverJar());
        S3Gate gate = S3Gate.to(store.endpoint());
        StandaloneCluster cluster =
            StandaloneCluster.start(
                FlinkInstallation.plain().withPlugins(plugin.install(folder("plugins"))),
                folder("cluster"),
                1,
                settings(gate))) {
      Bucket bucket = new Bucket(store.endpoint(), S3Server.BUCKET);
      VisibleFiles files = new VisibleFiles(out, new BucketMirror(bucket, PREFIX, out)::refresh);
      try {
        SubmittedTopicJob job =
            SubmittedTopicJob.submit(cluster, directory, BROKER, topic, inStore(PREFIX));
        awaitMoreRows(files);
        assertEachObjectTookThreeRequests(gate.requests());
        int kill = 0;
        for (Step step : kills(plugin)) {
          if (kill++ % KILLS_PER_RESTART_OF_THE_STORE == 0) {
            gate.betweenWrites(store::kill);
            Thread.sleep(500);
            store.startAgain();
            awaitMoreRows(files);
          }
          int restarts = job.restarts();
          cluster.startTaskManager(); // It takes over.
          Hold hold = gate.holdNext(step.request, step.moment);
          files.lookUntil(hold::hasCaught);
          assertThat(cluster.killTaskManager()).as("exit code").isEqualTo(KILLED);
          hold.release();
          files.lookUntil(() -> job.restarts() > restarts);
          awaitMoreRows(files);
        }
        transactions.stop();
        long[] expected = transactions.committedIds();
        files.lookUntil(() -> files.rows() >= expected.length);
        int restarts = job.restarts();
        job.stop(inStore("savepoints"));

        files.look();
        assertThat(PartFiles.ids(out)).isEqualTo(expected);
        assertThat(bucket.list(PREFIX))
            .as("objects that readers pass over")
            .noneMatch(object -> BucketMirror.isHidden(object.key()));
        assertThat(transactions.aborted()).as("aborted transactions").isPositive();
        assertThat(openUploads(bucket))
            .as("uploads that were begun and never completed")
            .isNotEmpty()
            .hasSizeLessThanOrEqualTo(2 * PARALLELISM * (restarts + 1));
      } catch (Exception | AssertionError e) {
        e.addSuppressed(new IllegalStateException(cluster.outputs()));
        throw e;
      }
    }
  }

  private static void awaitMoreRows(VisibleFiles files) throws Exception {
    int before = files.rows();
    files.lookUntil(() -> files.rows() > before);
  }

  /** One to begin it, one for its only part, one to complete it, and none to look at it. */
  private static void assertEachObjectTookThreeRequests(List<Request> requests) {
    Map<String, List<Operation>> ofObjects = new HashMap<>();
    for (Request request : requests) {
      if (request.key().startsWith(PREFIX + "part-")) {
        ofObjects
            .computeIfAbsent(request.key(), key -> new java.util.ArrayList<>())
            .add(request.operation());
      }
    }
    ofObjects.values().removeIf(operations -> !operations.contains(Operation.COMPLETE_UPLOAD));
    assertThat(ofObjects.values())
        .isNotEmpty()
        .allMatch(
            operations ->
                operations.equals(
                    List.of(
                        Operation.BEGIN_UPLOAD, Operation.UPLOAD_PART, Operation.COMPLETE_UPLOAD)));
  }

  private static List<String> openUploads(Bucket bucket) throws IOException {
    return bucket.openUploads().stream().filter(key -> key.startsWith(PREFIX)).toList();
  }

  private static Map<String, String> settings(S3Gate gate) throws IOException {
    Map<String, String> settings = SubmittedTopicJob.settings(inStore("checkpoints"));
    settings.putAll(S3Server.settings(gate.endpoint()));
    return settings;
  }

  private static String inStore(String key) {
    return "s3://" + S3Server.BUCKET + "/" + key;
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
