package io.flinkarrow.row.collect;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.compatibility.OperatorFromParameters;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.refusal.RefusedValueException;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Collects rows and emits them as record batches. Has no state: whatever waits goes out before a
 * checkpoint's barrier does. It also goes out before a watermark, and before the stream is declared
 * idle, so that no row becomes late by waiting.
 */
final class RowBatchingOperator extends OperatorFromParameters<RecordBatch>
    implements OneInputStreamOperator<RowData, RecordBatch>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** The group below the operator's that holds our metrics. */
  private static final String METRIC_GROUP = "rowsToBatches";

  private static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private final RowType rowType;
  private final BatchSchema schema;
  private final int maxRows;
  private final long maxBytes;
  private final long maxDelayMillis;

  private transient RowBatcher batcher;
  private transient Counter refused;
  private transient long rowsTaken;

  /** The latest of the rows that wait. */
  private transient long timestamp;

  /** When the rows that wait must go out, in processing time. */
  private transient long deadline;

  private transient boolean timerIsSet;

  RowBatchingOperator(
      StreamOperatorParameters<RecordBatch> parameters,
      RowType rowType,
      BatchSchema schema,
      int maxRows,
      long maxBytes,
      Duration maxDelay) {
    super(parameters);
    this.rowType = rowType;
    this.schema = schema;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.maxDelayMillis = maxDelay.toMillis();
  }

  @Override
  public void open() throws Exception {
    super.open();
    batcher = new RowBatcher(rowType, schema);
    timestamp = NO_TIMESTAMP;
    getMetricGroup()
        .addGroup(METRIC_GROUP)
        .gauge("waitingRows", (Gauge<Long>) () -> (long) batcher.rowCount());
    refused = getMetricGroup().counter(MetricNames.NUM_RECORDS_OUT_ERRORS);
  }

  @Override
  public void processElement(StreamRecord<RowData> element) {
    try {
      add(element.getValue());
    } catch (RefusedInputException e) {
      refused.inc();
      throw e;
    }
    if (element.hasTimestamp()) {
      timestamp = Math.max(timestamp, element.getTimestamp());
    }
    if (batcher.rowCount() >= maxRows || batcher.batchBytes() >= maxBytes) {
      flush();
    } else if (batcher.rowCount() == 1) {
      long now = getProcessingTimeService().getCurrentProcessingTime();
      deadline = now + Math.min(maxDelayMillis, Long.MAX_VALUE - now);
      setTimer();
    }
  }

  private void add(RowData row) {
    if (row.getRowKind() != RowKind.INSERT) {
      throw new RefusedInputException(
          "Row %d of this task: batches take insertions only, but this is a row of kind %s; turn the changelog into insertions first"
              .formatted(rowsTaken, row.getRowKind()));
    }
    try {
      batcher.add(row);
    } catch (RefusedValueException e) {
      throw new RefusedInputException(
          "Column %s, row %d of this task: %s".formatted(e.path(), rowsTaken, e.problem()), e);
    } catch (RefusedRowsException e) {
      throw new RefusedInputException(
          "Row %d of this task: %s".formatted(rowsTaken, e.getMessage()), e);
    }
    rowsTaken++;
  }

  /** One timer at a time: set anew when it finds that its rows are gone and others wait. */
  private void setTimer() {
    if (!timerIsSet) {
      timerIsSet = true;
      getProcessingTimeService().registerTimer(deadline, this::onTimer);
    }
  }

  private void onTimer(long time) {
    timerIsSet = false;
    if (batcher.rowCount() == 0) {
      return;
    }
    if (time >= deadline) {
      flush();
    } else {
      setTimer();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    if (batcher.rowCount() > 0) {
      RecordBatch batch = batcher.take();
      output.collect(
          timestamp == NO_TIMESTAMP
              ? new StreamRecord<>(batch)
              : new StreamRecord<>(batch, timestamp));
      timestamp = NO_TIMESTAMP;
    }
  }

  @Override
  public void close() throws Exception {
    if (batcher != null) {
      batcher.release();
    }
    super.close();
  }
}
