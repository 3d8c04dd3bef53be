package io.flinkarrow.sink.committed;

import io.flinkarrow.compatibility.OperatorFromParameters;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Says once for each commit of a subtask's committer in which buckets it made files visible: the
 * checkpoint, the subtask, how many there are, and the buckets. Flink's own summary comes before
 * the files, and after a restore it may count other subtasks than there are.
 *
 * <p>At the end of the subtask's input it says {@link #ENDED} in place of a checkpoint: Flink drops
 * what is said of commits after that.
 */
final class CommittedPartitions
    extends OperatorFromParameters<Tuple4<Long, Integer, Integer, String[]>>
    implements OneInputStreamOperator<
            CommittableMessage<FileSinkCommittable>, Tuple4<Long, Integer, Integer, String[]>>,
        BoundedOneInput {

  /** No checkpoint has this id. */
  static final long ENDED = -1;

  static final TypeInformation<Tuple4<Long, Integer, Integer, String[]>> TYPE =
      Types.TUPLE(Types.LONG, Types.INT, Types.INT, Types.OBJECT_ARRAY(Types.STRING));

  private static final long serialVersionUID = 1L;

  private transient Set<String> buckets;
  private transient int expected;

  private CommittedPartitions(
      StreamOperatorParameters<Tuple4<Long, Integer, Integer, String[]>> parameters) {
    super(parameters);
  }

  /** Makes the operator of each subtask. */
  static final class Factory
      extends AbstractStreamOperatorFactory<Tuple4<Long, Integer, Integer, String[]>>
      implements OneInputStreamOperatorFactory<
          CommittableMessage<FileSinkCommittable>, Tuple4<Long, Integer, Integer, String[]>> {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Tuple4<Long, Integer, Integer, String[]>>>
        T createStreamOperator(
            StreamOperatorParameters<Tuple4<Long, Integer, Integer, String[]>> parameters) {
      return (T) new CommittedPartitions(parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return CommittedPartitions.class;
    }
  }

  @Override
  @SuppressWarnings("removal") // the method that stays returns another type in Flink 1.20
  public void processElement(StreamRecord<CommittableMessage<FileSinkCommittable>> element) {
    CommittableMessage<FileSinkCommittable> message = element.getValue();
    if (message instanceof CommittableSummary<FileSinkCommittable> summary) {
      buckets = new LinkedHashSet<>();
      expected = summary.getNumberOfCommittables();
    } else if (message instanceof CommittableWithLineage<FileSinkCommittable> lineage) {
      expected--;
      if (lineage.getCommittable().hasPendingFile()) {
        buckets.add(lineage.getCommittable().getBucketId());
      }
    }
    if (expected == 0) {
      say(message.getCheckpointIdOrEOI(), buckets.toArray(String[]::new));
    }
  }

  @Override
  public void endInput() {
    say(ENDED);
  }

  private void say(long checkpoint, String... committed) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    output.collect(
        new StreamRecord<>(
            Tuple4.of(
                checkpoint,
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                committed)));
  }
}
