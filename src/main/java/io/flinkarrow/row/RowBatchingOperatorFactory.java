package io.flinkarrow.row;

import io.flinkarrow.batch.RecordBatch;
import java.time.Duration;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes the operator where it runs. An operator that was made before would be chained to its input
 * by Flink 2 but not by 1.20.
 */
final class RowBatchingOperatorFactory extends AbstractStreamOperatorFactory<RecordBatch>
    implements OneInputStreamOperatorFactory<RowData, RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final RowType rowType;
  private final int maxRows;
  private final long maxBytes;
  private final Duration maxDelay;

  RowBatchingOperatorFactory(RowType rowType, int maxRows, long maxBytes, Duration maxDelay) {
    this.rowType = rowType;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.maxDelay = maxDelay;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<RecordBatch>> T createStreamOperator(
      StreamOperatorParameters<RecordBatch> parameters) {
    return (T) new RowBatchingOperator(parameters, rowType, maxRows, maxBytes, maxDelay);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return RowBatchingOperator.class;
  }
}
