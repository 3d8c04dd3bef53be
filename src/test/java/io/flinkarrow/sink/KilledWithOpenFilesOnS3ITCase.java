package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.examples.Bucket;
import io.flinkarrow.examples.BucketMirror;
import io.flinkarrow.examples.S3Server;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.S3Gate;
import io.flinkarrow.testing.S3Gate.Hold;
import io.flinkarrow.testing.S3Gate.Moment;
import io.flinkarrow.testing.S3Gate.Operation;
import io.flinkarrow.testing.S3Plugin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process of a job whose files stay open, as uploads to S3, is killed at each step that such a
 * file takes. Another process goes on from its last checkpoint, or from the one before while that
 * can be. The objects become, byte for byte, the files of a run that nothing disturbed.
 */
class KilledWithOpenFilesOnS3ITCase {

  private static final String PREFIX = "out/";
  private static final String FILE = PREFIX + "part-";
  private static final String TAIL = PREFIX + "_part-";
  private static final int TAILS_BEFORE = 3;
  private static final int KILLED = 128 + 9;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** About 100 KB, with nothing compressed. */
  private static final int BATCH_ROWS = 5_000;

  private static final int ROW_GROUP_ROWS = 60_000;

  /** More than a part of 5 MiB. */
  private static final int FILE_ROWS = Jobs.EXTENDED ? 1_000_000 : 300_000;

  private static final int BATCHES_PER_CHECKPOINT = 6;

  /** The last file is smaller than a part. */
  private static final int BATCHES = ((Jobs.EXTENDED ? 2 : 1) * FILE_ROWS + 100_000) / BATCH_ROWS;

  /** Where the process is killed. */
  private enum Step {
    TAIL_IS_SENT(Operation.PUT, TAIL, Moment.BEFORE_THE_SERVER),
    TAIL_HAS_ARRIVED(Operation.PUT, TAIL, Moment.AFTER_THE_SERVER),
    PART_IS_SENT(Operation.UPLOAD_PART, FILE, Moment.BEFORE_THE_SERVER),
    PART_HAS_ARRIVED(Operation.UPLOAD_PART, FILE, Moment.AFTER_THE_SERVER),
    TAIL_IS_REMOVED(Operation.DELETE, TAIL, Moment.BEFORE_THE_SERVER),
    TAIL_HAS_GONE(Operation.DELETE, TAIL, Moment.AFTER_THE_SERVER),
    COMMIT_IS_SENT(Operation.COMPLETE_UPLOAD, FILE, Moment.BEFORE_THE_SERVER),
    COMMIT_IS_DONE(Operation.COMPLETE_UPLOAD, FILE, Moment.AFTER_THE_SERVER);

    private final Operation operation;
    private final String key;
    private final Moment moment;

    Step(Operation operation, String key, Moment moment) {
      this.operation = operation;
      this.key = key;
      this.moment = moment;
    }

    Hold holdAt(S3Gate gate) {
      AtomicInteger tails = new AtomicInteger();
      return gate.holdNext(
          request ->
              request.operation() == operation
                  && request.key().startsWith(key)
                  && (key.equals(FILE) || tails.incrementAndGet() > TAILS_BEFORE),
          moment);
    }

    /** While the last tail but one is there, the last checkpoint but one can be gone on from. */
    int checkpointsToForget() {
      return this == TAIL_IS_REMOVED ? 1 : 0;
    }
  }

  private static final List<Step> KILLS =
      Jobs.EXTENDED ? List.of(Step.values()) : List.of(Step.TAIL_IS_REMOVED, Step.COMMIT_IS_DONE);

  @TempDir Path directory;

  /** The job, in a process of its own. */
  static final class Job {

    private Job() {}

    /**
     * @param arguments the store's address, the plugin, a directory for checkpoints, and the
     *     checkpoint to go on from if there is one
     */
    public static void main(String[] arguments) throws Exception {
      S3Server.use(URI.create(arguments[0]), Path.of(arguments[1]));
      Configuration configuration = new Configuration();
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Jobs.OFTEN);
      configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, arguments[2]);
      configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 3);
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      if (arguments.length > 3) {
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, arguments[3]);
      }
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      environment.setParallelism(1);
      Jobs.numberedByCheckpoint(environment, BATCHES, BATCH_ROWS, BATCHES_PER_CHECKPOINT)
          .sinkTo(sink(new org.apache.flink.core.fs.Path("s3://" + S3Server.BUCKET + "/out")))
          .uid("sink");
      environment.execute();
      System.exit(0); // the plugin's threads would live for another minute
    }
  }

  private static ArrowParquetSink<RecordBatch> sink(org.apache.flink.core.fs.Path path) {
    return ArrowParquetSink.forBatches(path, NumberedBatches.SCHEMA)
        .keepFilesOpen(true)
        .rollAtAge(Duration.ofHours(1))
        .rollAtRows(FILE_ROWS)
        .options(
            WriterOptions.builder()
                .codec(CompressionCodec.UNCOMPRESSED)
                .rowGroupRows(ROW_GROUP_ROWS)
                .build())
        .build();
  }

  @Test
  void theObjectsAreTheFilesOfAnUndisturbedRun() throws Exception {
    try (S3Server store = S3Server.start(folder("store"), S3Plugin.serverJar());
        S3Gate gate = S3Gate.to(store.endpoint())) {
      String checkpoint = null;
      int processes = 0;
      for (Step step : KILLS) {
        Path checkpoints = folder("checkpoints-" + processes++);
        Hold hold = step.holdAt(gate);
        Process process = start(gate, checkpoints, checkpoint);
        try {
          await(process, hold);
        } finally {
          process.destroyForcibly();
        }
        assertThat(process.waitFor()).as("%s: %s", step, output(checkpoints)).isEqualTo(KILLED);
        hold.release();
        checkpoint = checkpoint(checkpoints, step.checkpointsToForget()).orElse(checkpoint);
      }
      Path checkpoints = folder("checkpoints-" + processes);
      assertThat(start(gate, checkpoints, checkpoint).waitFor())
          .as("%s", output(checkpoints))
          .isZero();

      Bucket bucket = new Bucket(store.endpoint(), S3Server.BUCKET);
      Path out = folder("out");
      new BucketMirror(bucket, PREFIX, out).refresh();
      PartFiles.assertHoldsExactly(out, (long) BATCHES * BATCH_ROWS);
      assertThat(contents(out)).containsExactlyElementsOf(contents(undisturbed()));
      assertThat(bucket.list(TAIL))
          .as("tails that processes left")
          .isNotEmpty()
          .hasSizeLessThanOrEqualTo(2 * KILLS.size());
      assertThat(bucket.openUploads())
          .as("uploads that processes left")
          .hasSizeLessThanOrEqualTo(KILLS.size());
    }
  }

  private static Process start(S3Gate gate, Path checkpoints, String checkpoint) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                gate.endpoint().toString(),
                S3Plugin.HADOOP.jar().toString(),
                checkpoints.toUri().toString()));
    if (checkpoint != null) {
      arguments.add(checkpoint);
    }
    return ForkedJvm.start(
        List.of(
            "-Dflinkarrow.extended=" + Jobs.EXTENDED,
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"),
        log(checkpoints),
        Job.class,
        arguments);
  }

  private static void await(Process process, Hold hold) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!hold.hasCaught() && process.isAlive() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
  }

  private static Path log(Path checkpoints) {
    return checkpoints.resolveSibling(checkpoints.getFileName() + ".log");
  }

  private static String output(Path checkpoints) throws IOException {
    return Files.readString(log(checkpoints));
  }

  /**
   * The last checkpoint of a process but so many, if it has completed one. Metadata is the last
   * thing that Flink writes of a checkpoint.
   */
  private static Optional<String> checkpoint(Path checkpoints, int butLast) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .map(Path::getParent)
          .sorted(Comparator.comparing(KilledWithOpenFilesOnS3ITCase::number).reversed())
          .skip(butLast)
          .findFirst()
          .map(checkpoint -> checkpoint.toUri().toString());
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private Path undisturbed() throws Exception {
    Path local = folder("undisturbed");
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(sink(new org.apache.flink.core.fs.Path(local.toUri())))) {
      for (long batch = 0; batch < BATCHES; batch++) {
        harness.write(NumberedBatches.of(batch * BATCH_ROWS, BATCH_ROWS));
      }
      harness.endInput();
      harness.checkpoint(1);
      harness.commit();
    }
    return local;
  }

  /** Files in the order of their rows. */
  private static List<byte[]> contents(Path directory) throws IOException {
    List<Path> files = new ArrayList<>(PartFiles.visible(directory));
    files.sort(Comparator.comparingLong(file -> PartFiles.idsOf(List.of(file))[0]));
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
