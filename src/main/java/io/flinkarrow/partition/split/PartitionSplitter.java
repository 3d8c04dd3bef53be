package io.flinkarrow.partition.split;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.partition.BatchPartitioner;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * An operator that splits each batch into batches of a single partition. Small parts wait for more
 * rows of their partition, but never beyond a checkpoint, a watermark or the end of input: the
 * operator has no state.
 */
public final class PartitionSplitter extends AbstractStreamOperatorFactory<RecordBatch>
    implements OneInputStreamOperatorFactory<RecordBatch, RecordBatch> {

  /** What waits at most by default: 16 MiB a subtask. */
  public static final long DEFAULT_COALESCE_BYTES = 16L << 20;

  private static final long serialVersionUID = 1L;

  private final BatchPartitioner partitioner;
  private final long coalesceBytes;

  private PartitionSplitter(BatchPartitioner partitioner, long coalesceBytes) {
    this.partitioner = partitioner;
    this.coalesceBytes = coalesceBytes;
  }

  /**
   * Splits a stream's batches.
   *
   * @param coalesceBytes heap bytes that may wait in a subtask; 0 lets every part go at once
   */
  public static SingleOutputStreamOperator<RecordBatch> split(
      DataStream<RecordBatch> batches, BatchPartitioner partitioner, long coalesceBytes) {
    return batches.transform(
        "Partitions", batches.getType(), new PartitionSplitter(partitioner, coalesceBytes));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<RecordBatch>> T createStreamOperator(
      StreamOperatorParameters<RecordBatch> parameters) {
    return (T) new PartitionSplitterOperator(parameters, partitioner, coalesceBytes);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return PartitionSplitterOperator.class;
  }
}
