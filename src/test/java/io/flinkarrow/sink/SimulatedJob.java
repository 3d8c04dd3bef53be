package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.InjectedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.util.InstantiationUtil;

/**
 * A job of a source and the sink on one thread: what Flink's coordinator of checkpoints and its
 * tasks do, one step at a time. After a failure it goes back to the last completed checkpoint.
 * Whoever runs it can also start it from any older one, or from a savepoint.
 */
final class SimulatedJob {

  /**
   * @param position of the source
   * @param state of each subtask
   */
  private record Checkpoint(long id, long[] position, List<SimulatedTask.State> state) {}

  private final SimulatedSource source;
  private final Supplier<ArrowParquetSink<RecordBatch>> sinks;
  private final IntSupplier parallelism;

  /** Checkpoints whose snapshots are all taken, but which are not completed. */
  private final List<Checkpoint> pending = new ArrayList<>();

  @Nullable private Checkpoint completed;

  /**
   * Completed checkpoints, and savepoints, that the job has not gone back behind. Files that were
   * open in others may have been cut and written on otherwise.
   */
  private final List<Checkpoint> retained = new ArrayList<>();

  private List<SimulatedTask> tasks = new ArrayList<>();

  /** Of attempts that ended long ago, but of which nobody has closed them yet. */
  private final List<SimulatedTask> zombies = new ArrayList<>();

  private long nextCheckpoint = 1;
  private long now = 1_700_000_000_000L;

  /**
   * @param sinks gives the sink of each attempt
   * @param parallelism of each attempt
   */
  SimulatedJob(
      SimulatedSource source,
      Supplier<ArrowParquetSink<RecordBatch>> sinks,
      IntSupplier parallelism) {
    this.source = source;
    this.sinks = sinks;
    this.parallelism = parallelism;
  }

  /** Starts the tasks, from the last completed checkpoint if there is one. */
  void start() throws Exception {
    pending.clear();
    retained.removeIf(state -> completed == null || state.id() > completed.id());
    source.goTo(visiblePosition());
    int subtasks = parallelism.getAsInt();
    byte[] sink = InstantiationUtil.serializeObject(sinks.get());
    SimulatedTask.State state =
        completed == null ? null : SimulatedTask.State.ofAll(completed.state());
    for (int subtask = 0; subtask < subtasks; subtask++) {
      SimulatedTask task = new SimulatedTask(sink, subtask, subtasks);
      tasks.add(task);
      if (state == null) {
        task.open(now);
      } else {
        task.restore(state.of(subtask, completed.state().size(), subtasks), completed.id(), now);
      }
    }
  }

  List<SimulatedTask> tasks() {
    return tasks;
  }

  /** Up to where rows may be visible. */
  long[] visiblePosition() {
    return completed == null ? new long[SimulatedSource.PARTITIONS] : completed.position();
  }

  void passTime(long millis) throws Exception {
    now += millis;
    for (SimulatedTask task : tasks) {
      task.advanceTo(now);
    }
  }

  /** Takes the snapshots of a checkpoint. */
  void snapshot() throws Exception {
    pending.add(snapshots());
  }

  /** Takes a savepoint while the job goes on: no task is told, and no failure goes back to it. */
  void savepoint() throws Exception {
    retained.add(snapshots());
  }

  private Checkpoint snapshots() throws Exception {
    long id = nextCheckpoint++;
    List<SimulatedTask.State> states = new ArrayList<>();
    for (SimulatedTask task : tasks) {
      states.add(task.snapshot(id));
    }
    return new Checkpoint(id, source.position(), states);
  }

  int pendingCheckpoints() {
    return pending.size();
  }

  /** One becomes complete, and those before it never will. Tasks are not told yet. */
  void complete(int index) {
    completed = pending.get(index);
    retained.add(completed);
    pending.subList(0, index + 1).clear();
    tasks.forEach(task -> task.noteCompleted(completed.id()));
  }

  int retainedStates() {
    return retained.size();
  }

  /** The next start is from that state. The job that took it does not run any more. */
  void goTo(int retainedState) {
    completed = retained.get(retainedState);
    nextCheckpoint = completed.id() + 1;
  }

  void abort(int index) throws Exception {
    long id = pending.remove(index).id();
    for (SimulatedTask task : tasks) {
      task.tellAborted(id);
    }
  }

  void endInput() throws Exception {
    for (SimulatedTask task : tasks) {
      task.endInput();
    }
  }

  /** Ends the tasks in good order; their process lives on. */
  void close() throws Exception {
    zombies.addAll(tasks);
    tasks = new ArrayList<>();
    closeZombies();
    assertThat(FaultyFileSystem.openStreams()).as("streams that nobody closed").isZero();
  }

  /** The coordinator has lost the tasks and goes on without them; they do not know it yet. */
  void lose() {
    zombies.addAll(tasks);
    tasks = new ArrayList<>();
  }

  /** Lost tasks learn that they are no longer wanted. */
  void closeZombies() throws Exception {
    Exception real = null;
    for (SimulatedTask task : zombies) {
      try {
        task.close();
      } catch (Exception e) {
        real = InjectedFault.isBehind(e) ? real : e;
      }
    }
    zombies.clear();
    if (real != null) {
      throw real;
    }
  }

  /** Their process dies. */
  void die() throws Exception {
    lose();
    for (SimulatedTask task : zombies) {
      task.die();
    }
    zombies.clear();
    FaultyFileSystem.killStreams();
  }
}
