package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.InjectedFault;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One life of a job, from its first row to the end of its input, all of it drawn from a seed:
 * batches, checkpoints that complete or do not, notifications that come late or never, kills,
 * restarts at another parallelism with other options, and faults of the file system. Visible files
 * are looked at all the time. In some lives somebody starts the job from older states.
 */
final class RandomRun {

  private static final int MOST_FAULTS = 16;
  private static final int MOST_STEPS = 150;
  private static final int MOST_SUBTASKS = 4;

  private static final int STEPS_ONWARDS = 100;
  private static final int STEPS_BACK = 6;

  private final CheckpointMode mode;
  private final int kindsOfSteps;
  private final SplittableRandom random;
  private final Path directory;
  private final SimulatedSource source;
  private final SimulatedSource.Buckets buckets;
  private final SimulatedJob job;
  private final VisibleFiles visible;
  private int restarts;
  private int returns;

  private RandomRun(CheckpointMode mode, long seed, Path directory, int kindsOfSteps) {
    this.mode = mode;
    this.kindsOfSteps = kindsOfSteps;
    this.random = new SplittableRandom(seed);
    this.directory = directory;
    this.source = SimulatedSource.irregular(random.split());
    this.buckets = new SimulatedSource.Buckets(1 + random.nextInt(4));
    this.job = new SimulatedJob(source, this::sink, () -> 1 + random.nextInt(MOST_SUBTASKS));
    this.visible = new VisibleFiles(directory);
    FaultyFileSystem.reset();
    FaultyFileSystem.failAtRandom(seed, random.nextInt(MOST_FAULTS));
  }

  /** The job always goes on from its last completed checkpoint. */
  static RandomRun onwards(CheckpointMode mode, long seed, Path directory) {
    return new RandomRun(mode, seed, directory, STEPS_ONWARDS);
  }

  /** Somebody takes savepoints, and starts the job from those and from older checkpoints. */
  static RandomRun withReturns(CheckpointMode mode, long seed, Path directory) {
    RandomRun run = new RandomRun(mode, seed, directory, STEPS_ONWARDS + STEPS_BACK);
    FaultyFileSystem.keepPersisted();
    return run;
  }

  private interface Action {
    void run() throws Exception;
  }

  private ArrowParquetSink<RecordBatch> sink() {
    WriterOptions options =
        WriterOptions.builder()
            .codec(oneOf(CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY))
            .rowGroupRows(oneOf(10, 60, 1_000_000))
            .pageRows(oneOf(5, 40, 20_000))
            .dictionary(random.nextBoolean())
            .memoryBudgetBytes(oneOf(1, 100_000, 100_000_000))
            .build();
    Schema schema = random.nextInt(4) == 0 ? NumberedBatches.WIDER_SCHEMA : NumberedBatches.SCHEMA;
    source.use(schema);
    ArrowParquetSink.Builder<RecordBatch> sink =
        ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), schema)
            .options(options)
            .bucketAssigner(buckets)
            .rollAtRows(oneOf(40, 200, 1_000_000))
            .rollAtAge(Duration.ofSeconds(oneOf(1, 60, 3_600)))
            .rollAtInactivity(Duration.ofSeconds(oneOf(1, 60, 3_600)))
            .bucketCheckInterval(Duration.ofMillis(500));
    return switch (mode) {
      case ENDS_FILES -> sink.build();
      case KEEPS_FILES_OPEN ->
          sink.keepFilesOpen(true).maximumCarriedBytes(oneOf(0, 20_000, 16 << 20)).build();
    };
  }

  private CompressionCodec oneOf(CompressionCodec... codecs) {
    return codecs[random.nextInt(codecs.length)];
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  /**
   * Runs to the end, and compares what is visible with what the source gave.
   *
   * @return the numbers of all visible rows, in order
   */
  long[] run() throws Exception {
    attempt(job::start);
    for (int step = random.nextInt(MOST_STEPS); step > 0; step--) {
      attempt(this::randomStep);
    }
    while (!attempt(this::end)) {
      // Goes back to the last checkpoint, whose input may not have ended, and tries again.
    }
    return visible.assertHoldRowsBefore(source.position());
  }

  int restarts() {
    return restarts;
  }

  int returns() {
    return returns;
  }

  int rowsLeftByOthers() {
    return visible.leftByOthers();
  }

  int resumedFiles() {
    return FaultyFileSystem.recoveredStreams();
  }

  int files() {
    return visible.count();
  }

  /**
   * Restarts the job if the action fails because of a fault of ours; any other failure is the
   * sink's.
   *
   * @return whether it did not fail
   */
  private boolean attempt(Action action) throws Exception {
    try {
      action.run();
      return true;
    } catch (Exception e) {
      if (!InjectedFault.isBehind(e)) {
        throw e;
      }
      restart();
      return false;
    }
  }

  private void restart() throws Exception {
    restarts++;
    switch (random.nextInt(5)) {
      case 0 -> job.lose();
      case 1, 2 -> job.die();
      default -> job.close();
    }
    visible.look(job.visiblePosition());
    attempt(job::start);
  }

  /** Somebody stops the job, and starts it from a state of his choice. */
  private void goBack() throws Exception {
    returns++;
    if (random.nextBoolean()) {
      job.die();
    } else {
      job.close();
    }
    visible.look(job.visiblePosition());
    job.goTo(random.nextInt(job.retainedStates()));
    visible.goBackTo(job.visiblePosition());
    attempt(job::start);
  }

  private SimulatedTask task() {
    return job.tasks().get(random.nextInt(job.tasks().size()));
  }

  private void randomStep() throws Exception {
    int kind = random.nextInt(kindsOfSteps);
    int pending = job.pendingCheckpoints();
    if (kind < 55) {
      task().write(source.nextBatch());
    } else if (kind < 61) {
      visible.look(job.visiblePosition());
    } else if (kind < 62) {
      job.closeZombies();
    } else if (kind < 70) {
      job.snapshot();
    } else if (kind < 80 && pending > 0) {
      job.complete(random.nextInt(pending));
    } else if (kind < 82 && pending > 0) {
      job.abort(random.nextInt(pending));
    } else if (kind < 90) {
      task().tellNextCompleted();
      visible.look(job.visiblePosition());
    } else if (kind < 92) {
      task().loseNextCompleted();
    } else if (kind < 97) {
      job.passTime(random.nextInt(1, 3_000));
    } else if (kind < STEPS_ONWARDS) {
      restart();
    } else if (kind < STEPS_ONWARDS + 3) {
      job.savepoint();
    } else if (job.retainedStates() > 0) {
      goBack();
    }
  }

  private void end() throws Exception {
    job.endInput();
    job.snapshot();
    job.complete(job.pendingCheckpoints() - 1);
    if (random.nextInt(4) == 0) {
      restart();
      job.endInput();
      job.snapshot();
      job.complete(job.pendingCheckpoints() - 1);
    }
    for (SimulatedTask task : job.tasks()) {
      task.tellAllCompleted();
    }
    job.close();
    visible.look(job.visiblePosition());
    assertThat(SimulatedSource.rowsBefore(job.visiblePosition()))
        .isEqualTo(SimulatedSource.rowsBefore(source.position()));
  }
}
