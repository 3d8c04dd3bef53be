package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "No space left on device" alone does not say where; the file may be another than the element's.
 */
class FailuresNameTheFileTest {

  private static final int LARGE = 5_000;

  @TempDir Path directory;

  @BeforeEach
  @AfterEach
  void nothingFails() {
    FaultyFileSystem.reset();
  }

  private SinkHarness<RecordBatch> harness(long budget) throws Exception {
    return new SinkHarness<>(
        ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), NumberedBatches.SCHEMA)
            .options(WriterOptions.builder().memoryBudgetBytes(budget).build())
            // Flink closes "a" first.
            .bucketAssigner(new BucketsBy<>(batch -> batch.rowCount() == LARGE ? "a" : "b"))
            .build());
  }

  private String failure(String what, String bucket) {
    return "%s the part file %s/%s/part-[-0-9a-f]{36}-0.parquet failed: .+"
        .formatted(what, Pattern.quote(FaultyFileSystem.path(directory).toString()), bucket);
  }

  @Test
  void whenAFileIsOpened() throws Exception {
    FaultyFileSystem.fail(Step.OPEN, 2, 1);
    try (SinkHarness<RecordBatch> harness = harness(1 << 30)) {
      harness.write(NumberedBatches.of(0, LARGE));
      assertThatThrownBy(() -> harness.write(NumberedBatches.of(0, 1)))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(failure("Opening", "b"));
    }
  }

  @Test
  void whenAnElementMakesTheBudgetEndAnotherFilesRowGroup() throws Exception {
    FaultyFileSystem.fail(Step.WRITE, 1, 1);
    try (SinkHarness<RecordBatch> harness = harness(200_000)) {
      harness.write(NumberedBatches.of(0, LARGE));
      assertThatThrownBy(
              () -> {
                for (int rows = 1; rows < LARGE; rows++) {
                  harness.write(NumberedBatches.of(0, rows));
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageMatching(failure("Writing to", "a"));
    }
  }

  @Test
  void whenABarrierClosesTheFirstFile() throws Exception {
    // Both files fail, because threads finish them in no certain order; Flink closes a first.
    FaultyFileSystem.fail(Step.WRITE, 1, 2);
    try (SinkHarness<RecordBatch> harness = harness(1 << 30)) {
      harness.write(NumberedBatches.of(0, LARGE));
      harness.write(NumberedBatches.of(0, 1));
      assertThatThrownBy(() -> harness.checkpoint(1))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(failure("Closing", "a"));
    }
  }

  /** The stream's own failure, after our writer is done. */
  @Test
  void whenABarrierClosesTheLastFile() throws Exception {
    FaultyFileSystem.fail(Step.BEFORE_CLOSE_FOR_COMMIT, 2, 1);
    try (SinkHarness<RecordBatch> harness = harness(1 << 30)) {
      harness.write(NumberedBatches.of(0, 1));
      harness.write(NumberedBatches.of(0, LARGE));
      assertThatThrownBy(() -> harness.checkpoint(1))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(failure("Closing", "b"));
    }
  }
}
