package io.flinkarrow.sink.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.SinkHarness;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.NumberedBatches;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Summaries that wait for the checkpoint are counted as what they take, in the budget too. */
class WaitingSummariesCountTest {

  private static final WriterOptions CHECKSUMS =
      WriterOptions.builder().fileChecksums(true).build();

  private static final org.apache.flink.core.fs.Path PATH =
      new org.apache.flink.core.fs.Path("/done.parquet");

  @TempDir Path directory;

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
        new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA);
  }

  private static FileSummary summary(int columns, String value) throws Exception {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      fields.add(
          Field.nullable(
              "column " + i, i % 2 == 0 ? ArrowType.Utf8.INSTANCE : new ArrowType.Int(32, true)));
    }
    Schema schema = new Schema(fields);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, CHECKSUMS)) {
      batch.allocateNew();
      for (int i = 0; i < columns; i++) {
        if (batch.getVector(i) instanceof VarCharVector strings) {
          strings.setSafe(0, value.getBytes(UTF_8));
        } else {
          ((IntVector) batch.getVector(i)).setSafe(0, i);
        }
      }
      batch.setRowCount(1);
      writer.write(batch);
      return writer.finish();
    }
  }

  @Test
  void theyAreCountedAsWhatTheyTake() throws Exception {
    for (String value : List.of("short", "a long value ".repeat(10))) {
      FinishedFiles finished = new FinishedFiles();
      finished.keep();
      LiveObjects.hold(
          () -> {
            long before = LiveObjects.bytes() - finished.retainedBytes();
            for (int file = 0; file < 300; file++) {
              finished.add(new PartFilePlace("bucket", PATH), summary(40, value));
            }
            double measured = LiveObjects.bytes() - before;
            assertThat(finished.retainedBytes() / measured)
                .as("%d counted, %f measured", finished.retainedBytes(), measured)
                .isBetween(0.95, 1.1);
          });
    }
  }

  @Test
  void whoIsToldOfThemFreesThem() throws Exception {
    ArrowParquetSink<RecordBatch> sink =
        sink().options(CHECKSUMS).rollAtRows(5).fileListener(file -> {}).build();
    OpenWriters openWriters = SinkHarness.openWriters(sink);
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 20; i++) {
        harness.write(NumberedBatches.of(10L * i, 10));
      }
      long waiting = openWriters.finishedFiles().retainedBytes();
      assertThat(waiting).isGreaterThan(19 * 1000);
      assertThat(openWriters.totals().retainedBytes()).isGreaterThanOrEqualTo(waiting);
      harness.checkpoint(1);
      assertThat(openWriters.finishedFiles().retainedBytes()).isZero();
    }
  }

  /** Nothing that a writer ends frees them. */
  @Test
  void theyTakeFromTheBudgetButLeaveHalfToTheFiles() throws Exception {
    long budget = 10_000;
    FileSummary summary = new FileSummary(1, 1, 1, List.of());
    OpenWriters openWriters = new OpenWriters(budget);
    FinishedFiles finished = openWriters.finishedFiles();
    finished.keep();
    while (finished.retainedBytes() < budget * 2 / 5) {
      finished.add(new PartFilePlace("done", PATH), summary);
    }
    Holder file = new Holder(openWriters, "open", 0);
    file.take(budget - finished.retainedBytes());
    assertThat(file.flushes).isZero();
    file.take(1);
    assertThat(file.flushes).as("together they exceed the budget").isEqualTo(1);

    while (finished.retainedBytes() < 2 * budget) {
      finished.add(new PartFilePlace("done", PATH), summary);
    }
    file.take(budget / 2);
    assertThat(file.flushes).as("within its half").isEqualTo(1);
    file.take(1);
    assertThat(file.flushes).isEqualTo(2);
    assertThat(file.ended).isFalse();
  }
}
