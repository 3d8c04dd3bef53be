package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Passes batches on, and fails once: at the first batch after a checkpoint that had some of them.
 * The local cluster runs in this JVM: that is why static fields outlive the failure.
 */
final class FailAfterCheckpoint
    implements MapFunction<RecordBatch, RecordBatch>, CheckpointedFunction, CheckpointListener {

  private static final long serialVersionUID = 1L;
  private static final long NONE = -1;

  /** Until it has failed, so that a checkpoint comes before the last batch. */
  private static final long PAUSE_MILLIS = 300;

  private static final AtomicBoolean FAILED = new AtomicBoolean();
  private static final AtomicLong RESTORED = new AtomicLong(NONE);

  private transient long passed;
  private transient long passedAtSnapshot;
  private transient boolean checkpointed;

  private FailAfterCheckpoint() {}

  static FailAfterCheckpoint once() {
    FAILED.set(false);
    RESTORED.set(NONE);
    return new FailAfterCheckpoint();
  }

  /** The checkpoint that the job went on from after it failed, if it did. */
  static OptionalLong restoredCheckpoint() {
    long restored = RESTORED.get();
    return restored == NONE ? OptionalLong.empty() : OptionalLong.of(restored);
  }

  @Override
  public RecordBatch map(RecordBatch batch) throws InterruptedException {
    if (checkpointed && FAILED.compareAndSet(false, true)) {
      throw new IllegalStateException("Failure on purpose");
    }
    if (!FAILED.get()) {
      Thread.sleep(PAUSE_MILLIS);
    }
    passed++;
    return batch;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    context.getRestoredCheckpointId().ifPresent(RESTORED::set);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    passedAtSnapshot = passed;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    checkpointed = passedAtSnapshot > 0;
  }
}
