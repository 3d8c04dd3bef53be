package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;

/**
 * A subtask of the sink: its writer and its committer in Flink's operators, called in the order in
 * which Flink's chain of operators calls them. What goes between them, and their state, is bytes.
 */
final class SimulatedTask {

  private static final int MOST_SUBTASKS = 32;

  /** State of one subtask, or of all subtasks of a job as one. */
  record State(OperatorSubtaskState writer, OperatorSubtaskState committer) {

    static State ofAll(List<State> tasks) throws Exception {
      return new State(
          AbstractStreamOperatorTestHarness.repackageState(
              tasks.stream().map(State::writer).toArray(OperatorSubtaskState[]::new)),
          AbstractStreamOperatorTestHarness.repackageState(
              tasks.stream().map(State::committer).toArray(OperatorSubtaskState[]::new)));
    }

    /** What a subtask gets of a job's state: entries of lists in turn, as Flink gives them. */
    State of(int subtask, int before, int now) {
      return new State(part(writer, subtask, before, now), part(committer, subtask, before, now));
    }

    private static OperatorSubtaskState part(
        OperatorSubtaskState all, int subtask, int before, int now) {
      return AbstractStreamOperatorTestHarness.repartitionOperatorState(
          all, MOST_SUBTASKS, before, now, subtask);
    }
  }

  private final OneInputStreamOperatorTestHarness<
          RecordBatch, CommittableMessage<FileSinkCommittable>>
      writer;
  private final OneInputStreamOperatorTestHarness<
          CommittableMessage<FileSinkCommittable>, CommittableMessage<FileSinkCommittable>>
      committer;

  /** Of completed checkpoints, which the task has not been told of yet. */
  private final Queue<Long> notifications = new ArrayDeque<>();

  /**
   * @param serializedSink each task has its own, as in a cluster
   */
  SimulatedTask(byte[] serializedSink, int subtask, int subtasks) throws Exception {
    PartFileSink<RecordBatch> own =
        InstantiationUtil.deserializeObject(serializedSink, SimulatedTask.class.getClassLoader());
    TypeSerializer<CommittableMessage<FileSinkCommittable>> messages =
        CommittableMessageTypeInfo.of(own::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl());
    writer =
        new OneInputStreamOperatorTestHarness<>(
            new SinkWriterOperatorFactory<>(own), MOST_SUBTASKS, subtasks, subtask);
    committer =
        new OneInputStreamOperatorTestHarness<>(
            new CommitterOperatorFactory<>(own, false, true), MOST_SUBTASKS, subtasks, subtask);
    writer.setup(messages);
    committer.setup(messages);
  }

  /** Flink opens the last operator of a chain first. */
  void open(long now) throws Exception {
    writer.setProcessingTime(now);
    committer.open();
    writer.open();
  }

  void restore(State state, long checkpoint, long now) throws Exception {
    committer.setRestoredCheckpointId(checkpoint);
    writer.setRestoredCheckpointId(checkpoint);
    writer.setProcessingTime(now);
    committer.initializeState(state.committer());
    committer.open();
    writer.initializeState(state.writer());
    writer.open();
    toCommitter();
  }

  void write(RecordBatch batch) throws Exception {
    writer.processElement(new StreamRecord<>(batch));
  }

  /** Fires the timers up to then. */
  void advanceTo(long millis) throws Exception {
    writer.setProcessingTime(millis);
  }

  State snapshot(long checkpoint) throws Exception {
    writer.prepareSnapshotPreBarrier(checkpoint);
    toCommitter();
    committer.prepareSnapshotPreBarrier(checkpoint);
    OperatorSubtaskState written = writer.snapshot(checkpoint, checkpoint);
    return new State(written, committer.snapshot(checkpoint, checkpoint));
  }

  void endInput() throws Exception {
    writer.endInput();
    toCommitter();
    committer.endInput();
  }

  private void toCommitter() throws Exception {
    for (Object message = writer.getOutput().poll();
        message != null;
        message = writer.getOutput().poll()) {
      if (message instanceof StreamRecord<?>) {
        committer.processElement(record(message));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static StreamRecord<CommittableMessage<FileSinkCommittable>> record(Object message) {
    return (StreamRecord<CommittableMessage<FileSinkCommittable>>) message;
  }

  void noteCompleted(long checkpoint) {
    notifications.add(checkpoint);
  }

  /** Tells the task of the next completed checkpoint that it has not been told of, if any. */
  void tellNextCompleted() throws Exception {
    Long checkpoint = notifications.poll();
    if (checkpoint != null) {
      writer.notifyOfCompletedCheckpoint(checkpoint);
      committer.notifyOfCompletedCheckpoint(checkpoint);
    }
  }

  /** Notifications may be lost, because they are only sent once. */
  void loseNextCompleted() {
    notifications.poll();
  }

  void tellAllCompleted() throws Exception {
    while (!notifications.isEmpty()) {
      tellNextCompleted();
    }
  }

  void tellAborted(long checkpoint) throws Exception {
    writer.getOperator().notifyCheckpointAborted(checkpoint);
    committer.getOperator().notifyCheckpointAborted(checkpoint);
  }

  /** As Flink does when a task ends, whatever ended it: both operators are closed. */
  void close() throws Exception {
    try {
      writer.close();
    } finally {
      committer.close();
    }
  }

  /** The process dies: nobody closes the operators. */
  void die() throws Exception {
    writer.getEnvironment().close();
    committer.getEnvironment().close();
  }
}
