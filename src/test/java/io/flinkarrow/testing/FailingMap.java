package io.flinkarrow.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Passes elements on and fails the job, again and again until it did so often enough: each time
 * after a number of elements that follow a completed checkpoint, so that there is progress to lose
 * and progress to keep. Counts what it did under its name, for all subtasks of this JVM.
 *
 * <p>While it waits for a checkpoint, elements pass slowly: else a job may end before on a busy
 * machine, whose checkpoints come late.
 */
public final class FailingMap<T> implements MapFunction<T, T>, CheckpointListener {

  private static final long serialVersionUID = 1L;

  private static final Map<String, AtomicInteger> FAILURES = new ConcurrentHashMap<>();

  private static final int PAUSE_MILLIS = 10;

  /** More than a checkpoint takes. Jobs of many elements are not slowed down for longer. */
  private static final int MOST_PAUSES = 200;

  private final String name;
  private final int failures;
  private final int checkpointsBefore;
  private final int elementsBefore;
  private transient int checkpoints;
  private transient int elements;
  private transient int pauses;

  public FailingMap(String name, int failures, int checkpointsBefore, int elementsBefore) {
    this.name = name;
    this.failures = failures;
    this.checkpointsBefore = checkpointsBefore;
    this.elementsBefore = elementsBefore;
  }

  @Override
  public T map(T element) throws InterruptedException {
    if (checkpoints < checkpointsBefore && failuresOf(name) < failures && ++pauses < MOST_PAUSES) {
      Thread.sleep(PAUSE_MILLIS);
    }
    if (checkpoints >= checkpointsBefore && ++elements > elementsBefore && takeFailure()) {
      throw new IllegalStateException("Failure of " + name + ", on purpose");
    }
    return element;
  }

  private boolean takeFailure() {
    AtomicInteger count = FAILURES.computeIfAbsent(name, key -> new AtomicInteger());
    return count.getAndUpdate(happened -> Math.min(failures, happened + 1)) < failures;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    checkpoints++;
  }

  /** How often a job failed by this name: a test that expected failures checks that they came. */
  public static int failuresOf(String name) {
    AtomicInteger count = FAILURES.get(name);
    return count == null ? 0 : count.get();
  }
}
