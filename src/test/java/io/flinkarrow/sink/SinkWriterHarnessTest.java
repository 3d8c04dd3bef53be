package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink's writer in Flink's operator, step by step. */
@SuppressWarnings("try") // a harness may be interrupted while it closes
class SinkWriterHarnessTest {

  @TempDir Path directory;

  private ArrowParquetSink<RecordBatch> sink;

  @BeforeEach
  void createSink() {
    sink =
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
            .build();
  }

  private OneInputStreamOperatorTestHarness<RecordBatch, CommittableMessage<FileSinkCommittable>>
      open() throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<RecordBatch, CommittableMessage<FileSinkCommittable>>(
            new SinkWriterOperatorFactory<>(sink));
    harness.open();
    return harness;
  }

  @SuppressWarnings("unchecked")
  private static List<FileSinkCommittable> committables(
      OneInputStreamOperatorTestHarness<RecordBatch, CommittableMessage<FileSinkCommittable>>
          harness) {
    return harness.extractOutputValues().stream()
        .filter(CommittableWithLineage.class::isInstance)
        .map(message -> ((CommittableWithLineage<FileSinkCommittable>) message).getCommittable())
        .toList();
  }

  @Test
  void everyCheckpointClosesTheFilesThatGotBatches() throws Exception {
    try (var harness = open()) {
      harness.processElement(new StreamRecord<>(NumberedBatches.of(0, 10)));
      harness.processElement(new StreamRecord<>(NumberedBatches.of(10, 10)));
      harness.prepareSnapshotPreBarrier(1);
      harness.snapshot(1, 1);
      assertThat(committables(harness)).hasSize(1);
      assertThat(sink.openWriters().totals().writers()).isZero();

      harness.prepareSnapshotPreBarrier(2);
      harness.snapshot(2, 2);
      assertThat(committables(harness)).as("no batch came, no file closed").hasSize(1);

      harness.processElement(new StreamRecord<>(NumberedBatches.of(20, 10)));
      assertThat(sink.openWriters().totals().writers()).isEqualTo(1);
      harness.prepareSnapshotPreBarrier(3);
      harness.snapshot(3, 3);
      assertThat(committables(harness)).hasSize(2);
    }
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory))).hasSize(30);
    assertThat(PartFiles.visible(directory)).as("nobody committed").isEmpty();
  }

  @Test
  void aTaskThatEndsBeforeItsCheckpointReleasesItsWriters() throws Exception {
    try (var harness = open()) {
      harness.processElement(new StreamRecord<>(NumberedBatches.of(0, 1000)));
      OpenWriters.Totals totals = sink.openWriters().totals();
      assertThat(totals.writers()).isEqualTo(1);
      assertThat(totals.retainedBytes()).isPositive();
    }
    assertThat(sink.openWriters().totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
    assertThat(PartFiles.visible(directory)).isEmpty();
  }

  @Test
  void aTaskThatFailedReleasesItsWriters() throws Exception {
    try (var harness = open()) {
      harness.processElement(new StreamRecord<>(NumberedBatches.of(0, 1000)));
      assertThatThrownBy(() -> harness.processElement(new StreamRecord<>(OtherBatches.of(1))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> harness.prepareSnapshotPreBarrier(1))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
      assertThat(committables(harness)).isEmpty();
    }
    assertThat(sink.openWriters().totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }
}
