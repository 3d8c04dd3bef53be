package io.flinkarrow.sink.committed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which partitions are complete: those that are over, and of which nothing is left to be committed
 * from before they were.
 *
 * <p>Commits come from several subtasks. What came before a checkpoint is visible when each subtask
 * has committed that checkpoint or a later one. Checkpoints are told of when their barrier has come
 * here, which is later than it was where rows are written. So it is the rows until the checkpoint
 * before that are surely visible, and if files stay open, those that came earlier by the longest
 * time that a file may be open. Checkpoints that fail or take long hold partitions back.
 *
 * <p>Of a subtask whose input ends before that of others, the last commit is not told. Its rows are
 * in the checkpoint whose barrier comes next. Flink tells all subtasks of a complete checkpoint
 * before it begins the next one, so that they are visible when others commit a later one.
 */
final class PartitionCompletion {

  /**
   * A partition that waits.
   *
   * @param lastCommit when its last file was committed, in processing time
   * @param overAt by the trigger's clock
   */
  record Pending(long lastCommit, long overAt) {}

  /**
   * @param time when its barrier came here
   * @param timeBefore that of the checkpoint before
   * @param clock what the trigger's clock showed
   */
  private record Checkpoint(long time, long timeBefore, long clock) {}

  /** Before the first checkpoint. */
  private static final long NONE = -1;

  private final SuccessTrigger trigger;
  private final long longestOpenMillis;
  private final Map<String, Pending> pending = new HashMap<>();

  /** The latest checkpoint that each subtask has committed. */
  private final Map<Integer, Long> committed = new HashMap<>();

  /** Subtasks whose input has ended, and the checkpoint that has all of their rows. */
  private final Map<Integer, Long> ended = new HashMap<>();

  /** Of this attempt, by id: those to come, and earlier ones until their time is reached. */
  private final TreeMap<Long, Checkpoint> checkpoints = new TreeMap<>();

  /** None yet: processing time begins at 0. */
  private long latestTime;

  /** What the clock showed when the latest rows came of which all earlier ones are visible. */
  private long reached = Long.MIN_VALUE;

  /**
   * @param longestOpenMillis how long a file may be open over checkpoints; 0 if none is
   */
  PartitionCompletion(SuccessTrigger trigger, long longestOpenMillis) {
    this.trigger = trigger;
    this.longestOpenMillis = longestOpenMillis;
  }

  Map<String, Pending> pending() {
    return Collections.unmodifiableMap(pending);
  }

  /**
   * A file of a partition is committed.
   *
   * @throws IOException if the trigger can't tell when it is over
   */
  void add(String partition, long now) throws IOException {
    OptionalLong overAt = trigger.overAt(partition, now);
    if (overAt.isPresent()) {
      pending.put(partition, new Pending(now, overAt.getAsLong()));
    }
  }

  /** A checkpoint's barrier is here. */
  void checkpoint(long id, long now, long watermark) {
    checkpoints.put(id, new Checkpoint(now, latestTime, trigger.clock(now, watermark)));
    latestTime = now;
    ended.replaceAll((subtask, last) -> Math.min(last, id));
  }

  /** The input of a subtask has ended, and nothing more is told of it. */
  void ended(int subtask) {
    ended.putIfAbsent(subtask, Long.MAX_VALUE);
  }

  /**
   * A subtask has committed a checkpoint.
   *
   * @return partitions that are complete now, which stay pending until they are {@link #done}
   */
  List<String> committed(long checkpoint, int subtask, int subtasks) {
    committed.merge(subtask, checkpoint, Math::max);
    long all = committedByAll(subtasks);
    if (all == NONE) {
      return List.of();
    }
    Map.Entry<Long, Checkpoint> visible = checkpoints.floorEntry(all);
    if (visible != null) {
      reach(visible.getValue().timeBefore() - longestOpenMillis);
    }
    List<String> complete = new ArrayList<>();
    pending.forEach(
        (partition, waits) -> {
          if (waits.overAt() <= reached) {
            complete.add(partition);
          }
        });
    return complete;
  }

  /** The latest checkpoint that all subtasks have committed, or {@link #NONE}. */
  private long committedByAll(int subtasks) {
    long byOthers = Long.MAX_VALUE;
    for (int subtask = 0; subtask < subtasks; subtask++) {
      if (!ended.containsKey(subtask)) {
        byOthers = Math.min(byOthers, committed.getOrDefault(subtask, NONE));
      }
    }
    long byAll = byOthers;
    for (Map.Entry<Integer, Long> subtask : ended.entrySet()) {
      if (byOthers <= subtask.getValue()) {
        byAll = Math.min(byAll, committed.getOrDefault(subtask.getKey(), NONE));
      }
    }
    return byAll;
  }

  private void reach(long time) {
    while (!checkpoints.isEmpty() && checkpoints.firstEntry().getValue().time() <= time) {
      reached = checkpoints.pollFirstEntry().getValue().clock();
    }
  }

  void done(String partition) {
    pending.remove(partition);
  }
}
