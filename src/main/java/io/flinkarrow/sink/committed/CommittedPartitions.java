package io.flinkarrow.sink.committed;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says once for each commit of a subtask's committer in which buckets it made files visible: the
 * checkpoint, the subtask, how many there are, and the buckets. Flink's own summary comes before
 * the files, and after a restore it may count other subtasks than there are.
 */
final class CommittedPartitions
    extends ProcessFunction<
        CommittableMessage<FileSinkCommittable>, Tuple4<Long, Integer, Integer, String[]>> {

  static final TypeInformation<Tuple4<Long, Integer, Integer, String[]>> TYPE =
      Types.TUPLE(Types.LONG, Types.INT, Types.INT, Types.OBJECT_ARRAY(Types.STRING));

  private static final long serialVersionUID = 1L;

  private transient Set<String> buckets;
  private transient int expected;

  @Override
  @SuppressWarnings("removal") // the method that stays returns another type in Flink 1.20
  public void processElement(
      CommittableMessage<FileSinkCommittable> message,
      Context context,
      Collector<Tuple4<Long, Integer, Integer, String[]>> out) {
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
      var task = getRuntimeContext().getTaskInfo();
      out.collect(
          Tuple4.of(
              message.getCheckpointIdOrEOI(),
              task.getIndexOfThisSubtask(),
              task.getNumberOfParallelSubtasks(),
              buckets.toArray(String[]::new)));
    }
  }
}
