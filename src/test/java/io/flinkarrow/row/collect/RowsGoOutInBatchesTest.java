package io.flinkarrow.row.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When rows that were collected go out, and between what. */
class RowsGoOutInBatchesTest {

  private static final int MANY = 1 << 20;
  private static final Duration DELAY = Duration.ofSeconds(10);

  private OneInputStreamOperatorTestHarness<RowData, RecordBatch> harness;

  private void open(int maxRows, long maxBytes) throws Exception {
    open(maxRows, maxBytes, DELAY);
  }

  private void open(int maxRows, long maxBytes, Duration maxDelay) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new RowBatchingOperatorFactory(
                NumberedRows.TYPE,
                BatchSchema.of(RowSchema.of(NumberedRows.TYPE)),
                maxRows,
                maxBytes,
                maxDelay));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void rows(int from, int to) throws Exception {
    for (int id = from; id < to; id++) {
      harness.processElement(new StreamRecord<>(NumberedRows.of(id)));
    }
  }

  /** What went out since the last call: the first id and the number of rows of batches. */
  private List<Object> out() {
    List<Object> out = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      out.add(
          element instanceof StreamRecord<?> record
              ? idsOf((RecordBatch) record.getValue())
              : element);
    }
    harness.getOutput().clear();
    return out;
  }

  private static List<Long> idsOf(RecordBatch batch) {
    assertThat(batch.schema()).isEqualTo(NumberedBatches.SCHEMA);
    return IntStream.range(0, batch.rowCount())
        .mapToObj(row -> batch.body().buffer(1).getLong(row * Long.BYTES))
        .toList();
  }

  private static List<Long> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(id -> (long) id).toList();
  }

  @Test
  void onceThereAreEnough() throws Exception {
    open(3, MANY);
    rows(0, 8);
    assertThat(out()).containsExactly(ids(0, 3), ids(3, 6));
  }

  @Test
  void onceOneOfThemExceedsTheBytes() throws Exception {
    long maxBytes = 2_000;
    open(MANY, maxBytes);
    rows(0, 5_000);
    List<RecordBatch> batches = harness.extractOutputValues();
    assertThat(batches).hasSizeGreaterThan(10);
    for (RecordBatch batch : batches) {
      long withoutTheLast = batch.slice(0, batch.rowCount() - 1).sizeInBytes();
      assertThat(withoutTheLast).isLessThan(maxBytes);
      assertThat(batch.sizeInBytes()).isGreaterThan(maxBytes * 9 / 10);
    }
  }

  @Test
  void aGiantRowGoesOutAtOnce() throws Exception {
    open(MANY, 100_000);
    rows(0, 2);
    StringData giant = StringData.fromString("x".repeat(1_000_000));
    harness.processElement(new StreamRecord<>(GenericRowData.of(2L, giant)));
    assertThat(out()).containsExactly(ids(0, 3));
  }

  @Test
  void notBecauseTheyMayWaitForEver() throws Exception {
    open(MANY, MANY, Duration.ofMillis(Long.MAX_VALUE));
    harness.setProcessingTime(1_000);
    rows(0, 2);
    harness.setProcessingTime(1_000_000);
    assertThat(out()).isEmpty();
  }

  @Test
  void onceTheFirstOfThemHasWaitedLongEnough() throws Exception {
    open(MANY, MANY);
    harness.setProcessingTime(1_000);
    rows(0, 1);
    harness.setProcessingTime(7_000);
    rows(1, 2);
    harness.setProcessingTime(10_999);
    assertThat(out()).isEmpty();
    harness.setProcessingTime(11_000);
    assertThat(out()).containsExactly(ids(0, 2));
    harness.setProcessingTime(60_000);
    assertThat(out()).isEmpty();
  }

  /** The timer that the first row set is not the one that the third needs. */
  @Test
  void aRowWaitsItsOwnDelayAndNotThatOfOthersThatHaveGone() throws Exception {
    open(2, MANY);
    harness.setProcessingTime(0);
    rows(0, 1);
    harness.setProcessingTime(6_000);
    rows(1, 3);
    assertThat(out()).containsExactly(ids(0, 2));
    harness.setProcessingTime(10_000);
    assertThat(out()).isEmpty();
    harness.setProcessingTime(15_999);
    assertThat(out()).isEmpty();
    harness.setProcessingTime(16_000);
    assertThat(out()).containsExactly(ids(2, 3));
    assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isZero();
  }

  @Test
  void beforeAWatermark() throws Exception {
    open(MANY, MANY);
    rows(0, 2);
    harness.processWatermark(new Watermark(5));
    rows(2, 3);
    harness.processWatermark(new Watermark(6));
    harness.processWatermark(new Watermark(7));
    assertThat(out())
        .containsExactly(
            ids(0, 2), new Watermark(5), ids(2, 3), new Watermark(6), new Watermark(7));
  }

  @Test
  void beforeTheStreamIsIdle() throws Exception {
    open(MANY, MANY);
    rows(0, 2);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(out()).containsExactly(ids(0, 2), WatermarkStatus.IDLE);
  }

  @Test
  void beforeABarrierAndStateHasNone() throws Exception {
    open(MANY, MANY);
    rows(0, 2);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(out()).containsExactly(ids(0, 2));
    rows(2, 4);
    harness.prepareSnapshotPreBarrier(2);
    OperatorSubtaskState state = harness.snapshot(2, 0);
    assertThat(state.hasState()).isFalse();
    assertThat(out()).containsExactly(ids(2, 4));
    harness.prepareSnapshotPreBarrier(3);
    assertThat(out()).isEmpty();
  }

  @Test
  void atTheEnd() throws Exception {
    open(MANY, MANY);
    rows(0, 2);
    harness.endInput();
    assertThat(out()).containsExactly(ids(0, 2));
  }

  @Test
  void withTheLatestTimestampOfTheirs() throws Exception {
    open(3, MANY);
    harness.processElement(new StreamRecord<>(NumberedRows.of(0), 70));
    harness.processElement(new StreamRecord<>(NumberedRows.of(1), 90));
    harness.processElement(new StreamRecord<>(NumberedRows.of(2), 80));
    rows(3, 6);
    assertThat(harness.getRecordOutput())
        .extracting(record -> record.hasTimestamp() ? record.getTimestamp() : "none")
        .containsExactly(90L, "none");
  }

  @Test
  void asTheyWereWhenTheyCame() throws Exception {
    open(MANY, MANY);
    GenericRowData reused = new GenericRowData(2);
    for (int id = 0; id < 3; id++) {
      reused.setField(0, (long) id);
      harness.processElement(new StreamRecord<>(reused));
    }
    harness.endInput();
    assertThat(out()).containsExactly(ids(0, 3));
  }

  @Test
  void butNotIfOneHasNoPlace() throws Exception {
    open(2, MANY);
    rows(0, 3);
    GenericRowData noId = GenericRowData.of(null, StringData.fromString("s3cret"));
    assertThatThrownBy(() -> harness.processElement(new StreamRecord<>(noId)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Column id, row 3 of this task: the value is null")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void butNotIfOneIsNoInsertion() throws Exception {
    open(MANY, MANY);
    rows(0, 1);
    RowData deletion = NumberedRows.of(1);
    deletion.setRowKind(RowKind.DELETE);
    assertThatThrownBy(() -> harness.processElement(new StreamRecord<>(deletion)))
        .hasMessageStartingWith("Row 1 of this task:")
        .hasMessageContaining("kind DELETE");
  }

  /**
   * A failed task closes its operators; what waited is garbage then, whoever holds the operator.
   */
  @Test
  void orAreGivenUpWithTheTask() throws Exception {
    open(MANY, 1 << 30);
    long before = LiveObjects.bytes();
    StringData text = StringData.fromString("x".repeat(100_000));
    for (long id = 0; id < 100; id++) {
      harness.processElement(new StreamRecord<>(GenericRowData.of(id, text)));
    }
    long waiting = LiveObjects.bytes() - before;
    assertThat(waiting).isGreaterThan(10_000_000);
    harness.getOneInputOperator().close();
    Jobs.await(() -> LiveObjects.bytes() - before < 1_000_000);
    assertThat(out()).isEmpty();
  }
}
