package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job that gets the same batches makes the same files, to the byte, however often it is killed.
 */
class KilledJobsMakeTheSameFilesTest {

  private static final int BATCHES = 300;
  private static final int ROWS = 17;
  private static final int BATCHES_PER_CHECKPOINT = 5;
  private static final int JOBS = Jobs.EXTENDED ? 6 : 2;

  @TempDir Path directory;

  private static WriterOptions options(SplittableRandom random) {
    return WriterOptions.builder()
        .rowGroupRows(random.nextBoolean() ? 400 : 1_000_000)
        .pageRows(random.nextBoolean() ? 30 : 20_000)
        .dictionary(random.nextBoolean())
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void toTheByte(CheckpointMode mode) throws Exception {
    for (int seed = 0; seed < JOBS; seed++) {
      Path undisturbed = directory.resolve("undisturbed-" + seed);
      Path killed = directory.resolve("killed-" + seed);
      assertThat(run(mode, seed, undisturbed, 0)).isZero();
      assertThat(run(mode, seed, killed, 10)).as("kills").isGreaterThan(10);
      assertThat(contents(killed)).as("seed %d", seed).isEqualTo(contents(undisturbed));
    }
  }

  /** Files in an order that does not depend on their random names. */
  private static List<ByteBuffer> contents(Path directory) throws IOException {
    List<ByteBuffer> contents = new ArrayList<>();
    for (Path file : PartFiles.visible(directory)) {
      contents.add(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
    contents.sort(null);
    return contents;
  }

  /**
   * @param killsPerHundred steps
   * @return how often the job was killed
   */
  private static int run(CheckpointMode mode, long seed, Path directory, int killsPerHundred)
      throws Exception {
    FaultyFileSystem.reset();
    SplittableRandom choices = new SplittableRandom(seed);
    WriterOptions options = options(choices);
    SimulatedSource.Buckets buckets = new SimulatedSource.Buckets(3);
    Schema schema = NumberedBatches.SCHEMA;
    int rowsOfFiles = 100 + choices.nextInt(1_000);
    SimulatedSource source = SimulatedSource.regular(ROWS);
    SimulatedJob job =
        new SimulatedJob(
            source,
            () ->
                mode.set(ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), schema))
                    .options(options)
                    .bucketAssigner(buckets)
                    .rollAtRows(rowsOfFiles)
                    .build(),
            () -> 1);
    SplittableRandom kills = new SplittableRandom(seed);
    int killed = 0;
    job.start();
    while (source.position()[0] < BATCHES * ROWS) {
      job.tasks().get(0).write(source.nextBatch());
      if (source.position()[0] / ROWS % BATCHES_PER_CHECKPOINT == 0) {
        job.snapshot();
        job.complete(0);
        job.tasks().get(0).tellAllCompleted();
      }
      if (kills.nextInt(100) < killsPerHundred) {
        killed++;
        if (kills.nextBoolean()) {
          job.close();
        } else {
          job.die();
        }
        job.start();
      }
    }
    job.endInput();
    job.snapshot();
    job.complete(0);
    job.tasks().get(0).tellAllCompleted();
    job.close();
    return killed;
  }
}
