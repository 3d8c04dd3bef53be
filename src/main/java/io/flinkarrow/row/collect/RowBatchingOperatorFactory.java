package io.flinkarrow.row.collect;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
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
public final class RowBatchingOperatorFactory extends AbstractStreamOperatorFactory<RecordBatch>
    implements OneInputStreamOperatorFactory<RowData, RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final RowType rowType;
  private final BatchSchema schema;
  private final int maxRows;
  private final long maxBytes;
  private final Duration maxDelay;

  /**
   * @param rowType of the rows
   * @param schema the row type's, which the batches have
   * @param maxRows of a batch
   * @param maxBytes of a batch; only its last row may exceed it
   * @param maxDelay in processing time, from a batch's first row on
   * @throws UnsupportedOperationException if a field's type has no place in a Parquet file
   */
  public RowBatchingOperatorFactory(
      RowType rowType, BatchSchema schema, int maxRows, long maxBytes, Duration maxDelay) {
    new RowBatcher(rowType, schema);
    this.rowType = rowType;
    this.schema = schema;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.maxDelay = maxDelay;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<RecordBatch>> T createStreamOperator(
      StreamOperatorParameters<RecordBatch> parameters) {
    return (T) new RowBatchingOperator(parameters, rowType, schema, maxRows, maxBytes, maxDelay);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return RowBatchingOperator.class;
  }
}
