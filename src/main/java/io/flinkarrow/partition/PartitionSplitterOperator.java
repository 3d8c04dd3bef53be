package io.flinkarrow.partition;

import io.flinkarrow.batch.RecordBatch;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** {@link PartitionSplitter} at run time. What it holds has left before a barrier goes on. */
final class PartitionSplitterOperator extends AbstractStreamOperator<RecordBatch>
    implements OneInputStreamOperator<RecordBatch, RecordBatch>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final BatchPartitioner partitioner;
  private final transient HeldParts held;

  /** The last batch that came: what leaves has its timestamp. */
  private transient StreamRecord<RecordBatch> last;

  PartitionSplitterOperator(
      StreamOperatorParameters<RecordBatch> parameters,
      BatchPartitioner partitioner,
      long coalesceBytes) {
    super(parameters);
    this.partitioner = partitioner;
    this.held = new HeldParts(coalesceBytes, batch -> output.collect(last.copy(batch)));
  }

  @Override
  public void processElement(StreamRecord<RecordBatch> element) {
    last = element;
    partitioner.split(element.getValue()).forEach(held::add);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    held.flush();
    super.processWatermark(mark);
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
