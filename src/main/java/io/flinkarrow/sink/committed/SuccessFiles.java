package io.flinkarrow.sink.committed;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Writes a marker into the directory of each partition that is complete. */
public final class SuccessFiles extends AbstractStreamOperatorFactory<Void>
    implements OneInputStreamOperatorFactory<Tuple4<Long, Integer, Integer, String[]>, Void> {

  /** What Hadoop, Spark and Flink's tables call it. */
  public static final String NAME = "_SUCCESS";

  private static final long serialVersionUID = 1L;

  private final Path base;
  private final SuccessTrigger trigger;
  private final long longestOpenMillis;
  private final boolean allIsCommittedAtTheEnd;

  SuccessFiles(
      Path base, SuccessTrigger trigger, long longestOpenMillis, boolean allIsCommittedAtTheEnd) {
    this.base = base;
    this.trigger = trigger;
    this.longestOpenMillis = longestOpenMillis;
    this.allIsCommittedAtTheEnd = allIsCommittedAtTheEnd;
  }

  /**
   * Adds the operators behind a sink's committer. The one with state has a uid, so the sink needs
   * one, too.
   *
   * @param base the sink's directory
   * @param longestOpenMillis how long a file may be open over checkpoints; 0 if none is
   */
  public static void behind(
      DataStream<CommittableMessage<FileSinkCommittable>> committables,
      Path base,
      SuccessTrigger trigger,
      long longestOpenMillis) {
    StreamExecutionEnvironment environment = committables.getExecutionEnvironment();
    boolean lastCommitIsLate =
        environment.getCheckpointConfig().isCheckpointingEnabled()
            && environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
                != RuntimeExecutionMode.BATCH;
    committables
        .transform(
            "Committed partitions", CommittedPartitions.TYPE, new CommittedPartitions.Factory())
        .transform(
            "Success files",
            Types.VOID,
            new SuccessFiles(base, trigger, longestOpenMillis, !lastCommitIsLate))
        .uid("success-files")
        .setParallelism(1)
        .setMaxParallelism(1)
        // Flink restores no chain of operators of which one has ended in some subtasks.
        .startNewChain();
  }

  PartitionCompletion completion() {
    return new PartitionCompletion(trigger, longestOpenMillis);
  }

  /** Whether the input ends after the last commit: without checkpoints, and in batch mode. */
  boolean allIsCommittedAtTheEnd() {
    return allIsCommittedAtTheEnd;
  }

  Path markerOf(String partition) {
    return new Path(new Path(base, partition), NAME);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<Void>> T createStreamOperator(
      StreamOperatorParameters<Void> parameters) {
    return (T) new SuccessFilesOperator(parameters, this);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SuccessFilesOperator.class;
  }
}
