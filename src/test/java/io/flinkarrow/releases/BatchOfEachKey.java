package io.flinkarrow.releases;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the last batch of each key in state, with its schema, until the next one or the end. */
final class BatchOfEachKey extends KeyedProcessFunction<Integer, RecordBatch, RecordBatch> {

  private transient ValueState<RecordBatch> last;

  @Override
  public void open(OpenContext context) {
    last =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("last", RecordBatchTypeInfo.ofAnySchema()));
  }

  @Override
  public void processElement(RecordBatch batch, Context context, Collector<RecordBatch> out)
      throws Exception {
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    emitLast(out);
    last.update(batch);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RecordBatch> out)
      throws Exception {
    emitLast(out);
    last.clear();
  }

  private void emitLast(Collector<RecordBatch> out) throws Exception {
    if (last.value() != null) {
      out.collect(last.value());
    }
  }
}
