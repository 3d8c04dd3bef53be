package io.flinkarrow.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Passes elements on, and notes for each row the checkpoint that it comes before. A row that comes
 * again gets its new checkpoint. Notes lie under a name, for all subtasks of this JVM.
 */
final class CheckpointLedger<T> implements MapFunction<T, T>, CheckpointedFunction {

  private static final Map<String, Notes> NOTES = new ConcurrentHashMap<>();

  /** The numbers of an element's rows. */
  interface Ids<T> extends Serializable {
    long[] of(T element);
  }

  private record Notes(Map<Long, Long> checkpoints, AtomicInteger starts) {}

  private final String name;
  private final Ids<T> ids;
  private transient List<Long> pending;

  CheckpointLedger(String name, Ids<T> ids) {
    this.name = name;
    this.ids = ids;
  }

  private static Notes notes(String name) {
    return NOTES.computeIfAbsent(
        name, key -> new Notes(new ConcurrentHashMap<>(), new AtomicInteger()));
  }

  /** Null if no checkpoint was begun after the row. */
  static Long checkpointOf(String name, long id) {
    return notes(name).checkpoints().get(id);
  }

  /** How often a subtask was started or restarted. */
  static int starts(String name) {
    return notes(name).starts().get();
  }

  @Override
  public T map(T element) {
    for (long id : ids.of(element)) {
      pending.add(id);
    }
    return element;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    pending.forEach(id -> notes(name).checkpoints().put(id, context.getCheckpointId()));
    pending.clear();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    pending = new ArrayList<>();
    notes(name).starts().incrementAndGet();
  }
}
