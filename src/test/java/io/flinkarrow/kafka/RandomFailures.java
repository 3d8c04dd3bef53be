package io.flinkarrow.kafka;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Passes elements on and fails the job at random moments, equally often at each {@link Point},
 * never before a checkpoint completed since the last start. Counts what it did under its name, for
 * all subtasks of this JVM.
 */
final class RandomFailures<T>
    implements MapFunction<T, T>, CheckpointedFunction, CheckpointListener {

  private static final Map<String, Counts> COUNTS = new ConcurrentHashMap<>();

  /** Where a failure comes, and one in how many times. */
  enum Point {
    ELEMENT(40),
    SNAPSHOT(3),
    /** All is prepared, nothing is committed: the committer stands behind this operator. */
    COMPLETE(3);

    private final int oneIn;

    Point(int oneIn) {
      this.oneIn = oneIn;
    }
  }

  private static final class Counts {
    private final Random random = new Random(7);
    private final Map<Point, Integer> happened = new EnumMap<>(Point.class);

    synchronized boolean take(Point point, int most) {
      if (of(point) >= most || random.nextInt(point.oneIn) != 0) {
        return false;
      }
      happened.merge(point, 1, Integer::sum);
      return true;
    }

    synchronized int of(Point point) {
      return happened.getOrDefault(point, 0);
    }
  }

  private final String name;
  private final int failuresAtEachPoint;
  private transient int checkpoints;

  RandomFailures(String name, int failuresAtEachPoint) {
    this.name = name;
    this.failuresAtEachPoint = failuresAtEachPoint;
  }

  static int failuresAt(String name, Point point) {
    return counts(name).of(point);
  }

  private static Counts counts(String name) {
    return COUNTS.computeIfAbsent(name, key -> new Counts());
  }

  private void maybeFail(Point point) {
    if (checkpoints > 0 && counts(name).take(point, failuresAtEachPoint)) {
      throw new IllegalStateException("Failure at " + point + ", on purpose");
    }
  }

  @Override
  public T map(T element) {
    maybeFail(Point.ELEMENT);
    return element;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    maybeFail(Point.SNAPSHOT);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    maybeFail(Point.COMPLETE);
    checkpoints++;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    checkpoints = 0;
  }
}
