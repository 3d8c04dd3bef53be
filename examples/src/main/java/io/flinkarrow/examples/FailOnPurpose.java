package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Passes batches on and fails at chosen points of the stream. The local cluster runs in this JVM:
 * that is why static counters outlive the failures they count.
 */
final class FailOnPurpose extends RichMapFunction<RecordBatch, RecordBatch> {

  private static final long serialVersionUID = 1L;
  private static final AtomicLong PASSED = new AtomicLong();
  private static final AtomicInteger KILLS = new AtomicInteger();
  private static final AtomicInteger RESTARTS = new AtomicInteger();

  private final long[] failAfter;

  private FailOnPurpose(long[] failAfter) {
    this.failAfter = failAfter;
  }

  /** Fails when a quarter, a half and three quarters of as many batches have passed. */
  static FailOnPurpose threeTimes(long batches) {
    PASSED.set(0);
    KILLS.set(0);
    RESTARTS.set(0);
    return new FailOnPurpose(new long[] {batches / 4, batches / 2, batches * 3 / 4});
  }

  static int kills() {
    return KILLS.get();
  }

  static int restarts() {
    return RESTARTS.get();
  }

  @Override
  public void open(OpenContext context) {
    if (getRuntimeContext().getTaskInfo().getAttemptNumber() > 0) {
      RESTARTS.incrementAndGet();
    }
  }

  @Override
  public RecordBatch map(RecordBatch batch) {
    long passed = PASSED.incrementAndGet();
    int kills = KILLS.get();
    if (kills < failAfter.length
        && passed >= failAfter[kills]
        && KILLS.compareAndSet(kills, kills + 1)) {
      throw new IllegalStateException("Failure on purpose, number " + (kills + 1));
    }
    return batch;
  }
}
