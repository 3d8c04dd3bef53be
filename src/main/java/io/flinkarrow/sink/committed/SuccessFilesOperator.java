package io.flinkarrow.sink.committed;

import io.flinkarrow.compatibility.OperatorFromParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * {@link SuccessFiles} at run time, in one subtask. Its state is the partitions that wait, with the
 * time of their last file. At a restart that time begins anew: files that the checkpoint left open
 * end later by the time without a job, and rows behind it come again. Writing a marker again does
 * no harm.
 */
final class SuccessFilesOperator extends OperatorFromParameters<Void>
    implements OneInputStreamOperator<Tuple4<Long, Integer, Integer, String[]>, Void>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private static final ListStateDescriptor<Tuple2<String, Long>> PENDING =
      new ListStateDescriptor<>("pending-partitions", Types.TUPLE(Types.STRING, Types.LONG));

  private final SuccessFiles settings;
  private final transient PartitionCompletion completion;
  private transient ListState<Tuple2<String, Long>> state;
  private transient long watermark = Long.MIN_VALUE;

  SuccessFilesOperator(StreamOperatorParameters<Void> parameters, SuccessFiles settings) {
    super(parameters);
    this.settings = settings;
    this.completion = settings.completion();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getListState(PENDING);
    long restart = getProcessingTimeService().getCurrentProcessingTime();
    for (Tuple2<String, Long> partition : state.get()) {
      completion.add(partition.f0, Math.max(partition.f1, restart));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    completion.checkpoint(
        context.getCheckpointId(),
        getProcessingTimeService().getCurrentProcessingTime(),
        watermark);
    List<Tuple2<String, Long>> pending = new ArrayList<>();
    completion
        .pending()
        .forEach((partition, waits) -> pending.add(Tuple2.of(partition, waits.lastCommit())));
    state.update(pending);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    watermark = mark.getTimestamp();
  }

  @Override
  public void processElement(StreamRecord<Tuple4<Long, Integer, Integer, String[]>> element)
      throws Exception {
    Tuple4<Long, Integer, Integer, String[]> commit = element.getValue();
    long now = getProcessingTimeService().getCurrentProcessingTime();
    if (commit.f0 == CommittedPartitions.ENDED) {
      completion.ended(commit.f1);
      return;
    }
    for (String partition : commit.f3) {
      completion.add(partition, now);
    }
    mark(completion.committed(commit.f0, commit.f1, commit.f2));
  }

  @Override
  public void endInput() throws Exception {
    if (settings.allIsCommittedAtTheEnd()) {
      mark(List.copyOf(completion.pending().keySet()));
    }
  }

  private void mark(List<String> partitions) throws IOException {
    for (String partition : partitions) {
      Path marker = settings.markerOf(partition);
      try {
        marker.getFileSystem().create(marker, FileSystem.WriteMode.OVERWRITE).close();
      } catch (IOException e) {
        throw new IOException(
            "The file %s, which says that its partition is complete, could not be written: %s"
                .formatted(marker, e.getMessage()),
            e);
      }
      completion.done(partition);
    }
  }
}
