package io.flinkarrow.sink;

import io.flinkarrow.sink.registry.OpenWriters;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.mocks.MockCommitRequest;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** A sink's writer in Flink's operator, without a cluster: time and checkpoints are the test's. */
public final class SinkHarness<T> implements AutoCloseable {

  private final OneInputStreamOperatorTestHarness<T, CommittableMessage<FileSinkCommittable>>
      harness;

  private final SupportsCommitter<FileSinkCommittable> committing;

  public SinkHarness(ArrowParquetSink<T> sink) throws Exception {
    this(sink, null);
  }

  /**
   * @param sink ours or a {@code FileSink}
   * @param state that the writer goes on with; null for none
   */
  @SuppressWarnings("unchecked")
  SinkHarness(Sink<T> sink, @Nullable OperatorSubtaskState state) throws Exception {
    committing = (SupportsCommitter<FileSinkCommittable>) sink;
    harness = new OneInputStreamOperatorTestHarness<>(new SinkWriterOperatorFactory<>(sink));
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(Integer.MAX_VALUE));
    harness.setup(
        CommittableMessageTypeInfo.of(committing::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl()));
    harness.setProcessingTime(0);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  public static OpenWriters openWriters(ArrowParquetSink<?> sink) {
    return ((PartFileSink<?>) sink).openWriters();
  }

  public static OpenWriters openWriters(ArrowParquetWriterFactory<?> factory) {
    return ((PartFileWriterFactory<?>) factory).openWriters();
  }

  public void write(T element) throws Exception {
    harness.processElement(new StreamRecord<>(element));
  }

  /** Fires the timers up to then. */
  void advanceTo(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  /** The state that it leaves. */
  public OperatorSubtaskState checkpoint(long id) throws Exception {
    harness.prepareSnapshotPreBarrier(id);
    return harness.snapshot(id, id);
  }

  /**
   * What a barrier waits for. What comes back writes the state afterwards.
   *
   * @param directory of the state
   */
  OperatorSnapshotFutures barrier(long id, Path directory) throws Exception {
    harness.prepareSnapshotPreBarrier(id);
    return harness
        .getOperator()
        .snapshotState(
            id,
            id,
            CheckpointOptions.forCheckpointWithDefaultLocation(),
            new FsCheckpointStreamFactory(
                LocalFileSystem.getSharedInstance(), directory, directory, 20 << 10, 4 << 10));
  }

  void endInput() throws Exception {
    harness.endInput();
  }

  /** Files that the writer closed so far. */
  List<FileSinkCommittable> filesToCommit() {
    return committables().stream().filter(FileSinkCommittable::hasPendingFile).toList();
  }

  /** Makes the files visible that the writer gave the committer so far. */
  void commit() throws Exception {
    List<Committer.CommitRequest<FileSinkCommittable>> requests = new ArrayList<>();
    committables().forEach(file -> requests.add(new MockCommitRequest<>(file)));
    committing.createCommitter(null).commit(requests);
  }

  /** What the writer gave the committer so far. */
  @SuppressWarnings("unchecked")
  List<FileSinkCommittable> committables() {
    return harness.extractOutputValues().stream()
        .filter(CommittableWithLineage.class::isInstance)
        .map(message -> ((CommittableWithLineage<FileSinkCommittable>) message).getCommittable())
        .toList();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException("The operator did not close", e);
    }
  }
}
