package io.flinkarrow.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Keeps all batches in state, slowly, and can fail once. What it has, tests see by statics. */
final class KeepBatches extends RichMapFunction<RecordBatch, RecordBatch>
    implements CheckpointedFunction, CheckpointListener {

  static final AtomicBoolean FAIL = new AtomicBoolean();
  static volatile List<RecordBatch> kept = List.of();
  static volatile List<RecordBatch> restored = List.of();

  private static final long serialVersionUID = 1L;

  private final RecordBatchTypeInfo type;
  private final int sleepMillis;
  private transient ListState<RecordBatch> state;
  private transient List<RecordBatch> batches;
  private transient volatile boolean failNext;

  KeepBatches(Schema schema, int sleepMillis) {
    this.type = RecordBatchTypeInfo.of(schema);
    this.sleepMillis = sleepMillis;
  }

  @Override
  public RecordBatch map(RecordBatch batch) throws Exception {
    if (failNext) {
      throw new IllegalStateException("failing on purpose");
    }
    Thread.sleep(sleepMillis);
    batches.add(batch);
    return batch;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(batches);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (checkpointId >= 2 && FAIL.compareAndSet(true, false)) {
      failNext = true;
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context.getOperatorStateStore().getListState(new ListStateDescriptor<>("batches", type));
    batches = new ArrayList<>();
    state.get().forEach(batches::add);
    kept = batches;
    restored = List.copyOf(batches);
  }
}
