package io.flinkarrow.partition.split;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.compatibility.OperatorFromParameters;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.refusal.RefusedInputException;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * {@link PartitionSplitter} at run time. What it holds has left before a barrier goes on, before a
 * watermark, and before the stream is declared idle, so that no row becomes late by waiting.
 */
final class PartitionSplitterOperator extends OperatorFromParameters<RecordBatch>
    implements OneInputStreamOperator<RecordBatch, RecordBatch>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** The group below the operator's that holds our metrics. */
  private static final String METRIC_GROUP = "partitionSplitter";

  private final BatchPartitioner partitioner;
  private final transient PartitionCoalescing held;
  private transient Counter refused;

  /** The last batch's, which what leaves has. Not the batch, which nothing else may still need. */
  private transient long timestamp;

  private transient boolean hasTimestamp;

  PartitionSplitterOperator(
      StreamOperatorParameters<RecordBatch> parameters,
      BatchPartitioner partitioner,
      long coalesceBytes) {
    super(parameters);
    this.partitioner = partitioner;
    this.held = new PartitionCoalescing(coalesceBytes, this::send);
  }

  @Override
  public void open() throws Exception {
    super.open();
    held.register(getMetricGroup().addGroup(METRIC_GROUP));
    refused = getMetricGroup().counter(MetricNames.NUM_RECORDS_OUT_ERRORS);
  }

  @Override
  public void processElement(StreamRecord<RecordBatch> element) {
    hasTimestamp = element.hasTimestamp();
    timestamp = hasTimestamp ? element.getTimestamp() : 0;
    try {
      partitioner.split(element.getValue()).forEach(held::add);
    } catch (RefusedInputException e) {
      refused.inc();
      throw e;
    }
  }

  private void send(RecordBatch batch) {
    output.collect(hasTimestamp ? new StreamRecord<>(batch, timestamp) : new StreamRecord<>(batch));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    held.flush();
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    held.flush();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    held.flush();
  }

  @Override
  public void endInput() {
    held.flush();
  }
}
