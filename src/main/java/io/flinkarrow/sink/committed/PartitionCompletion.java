package io.flinkarrow.sink.committed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which partitions are complete: those of which no file was committed for some time, and of which
 * nothing is left to be committed from before that time was over.
 *
 * <p>Commits come from several subtasks. A round is over when each has committed. A partition is
 * complete when its time was over before two rounds began. The checkpoint of the first may have
 * begun earlier, but that of the second began behind it and has what came until then. So
 * checkpoints that fail or take long hold partitions back.
 */
final class PartitionCompletion {

  private final long delay;

  /** When the last file of each partition was committed. */
  private final Map<String, Long> pending = new HashMap<>();

  private final Set<Integer> heard = new HashSet<>();
  private long roundStart = Long.MIN_VALUE;
  private long previousRoundStart = Long.MIN_VALUE;

  /**
   * @param delay in milliseconds
   */
  PartitionCompletion(long delay) {
    this.delay = delay;
  }

  /** What waits, by when its last file was committed. */
  Map<String, Long> pending() {
    return pending;
  }

  /**
   * A subtask has committed.
   *
   * @param now in milliseconds
   * @return partitions that are complete now, which stay pending until they are {@link #done}
   */
  List<String> committed(int subtask, int subtasks, Iterable<String> partitions, long now) {
    if (heard.isEmpty()) {
      previousRoundStart = roundStart;
      roundStart = now;
    }
    partitions.forEach(partition -> pending.put(partition, now));
    heard.add(subtask);
    if (heard.size() < subtasks) {
      return List.of();
    }
    heard.clear();
    List<String> complete = new ArrayList<>();
    pending.forEach(
        (partition, last) -> {
          if (last + delay <= previousRoundStart) {
            complete.add(partition);
          }
        });
    return complete;
  }

  void done(String partition) {
    pending.remove(partition);
  }
}
