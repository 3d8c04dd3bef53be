package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink's writer through checkpoints and failures, step by step. */
class SinkWriterTest {

  @TempDir Path directory;

  private ArrowParquetSink<RecordBatch> sink;

  @BeforeEach
  void createSink() {
    sink =
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
            .build();
  }

  @Test
  void everyCheckpointClosesTheFilesThatGotBatches() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 10));
      harness.write(NumberedBatches.of(10, 10));
      harness.checkpoint(1);
      assertThat(harness.committables()).hasSize(1);
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isZero();

      harness.checkpoint(2);
      assertThat(harness.committables()).as("no batch came, no file closed").hasSize(1);

      harness.write(NumberedBatches.of(20, 10));
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isEqualTo(1);
      harness.checkpoint(3);
      assertThat(harness.committables()).hasSize(2);
    }
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory))).hasSize(30);
    assertThat(PartFiles.visible(directory)).as("nobody committed").isEmpty();
  }

  /** Some producers send them as a sign of life. */
  @Test
  void batchesWithoutRowsMakeNoFiles() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 0));
      harness.checkpoint(1);
      assertThat(harness.committables()).isEmpty();
      assertThat(PartFiles.hidden(directory)).isEmpty();

      harness.write(NumberedBatches.of(0, 10));
      harness.write(NumberedBatches.of(0, 0));
      harness.checkpoint(2);
      assertThat(harness.committables()).hasSize(1);
    }
  }

  @Test
  void aFailureOfTheFileSystemNamesTheFile() throws Exception {
    Path taken = Files.createFile(directory.resolve("taken"));
    var base = new org.apache.flink.core.fs.Path(taken.toUri());
    var blocked = ArrowParquetSink.forBatches(base, NumberedBatches.SCHEMA).build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(blocked)) {
      assertThatThrownBy(() -> harness.write(NumberedBatches.of(0, 10)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Opening the part file " + base + "/part-");
    }
  }

  @Test
  void aTaskThatEndsBeforeItsCheckpointReleasesItsWriters() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 1000));
      OpenWriters.Totals totals = SinkHarness.openWriters(sink).totals();
      assertThat(totals.writers()).isEqualTo(1);
      assertThat(totals.retainedBytes()).isPositive();
    }
    assertThat(SinkHarness.openWriters(sink).totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
    assertThat(PartFiles.visible(directory)).isEmpty();
  }

  @Test
  void aTaskThatFailedReleasesItsWritersAndCommitsNothing() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 1000));
      assertThatThrownBy(() -> harness.write(OtherBatches.of(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> harness.checkpoint(1))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
      assertThat(harness.committables()).isEmpty();
    }
    assertThat(SinkHarness.openWriters(sink).totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }
}
