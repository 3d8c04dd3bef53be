package io.flinkarrow.releases;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.kafka.Payload;
import io.flinkarrow.kafka.RejectedPayload;
import io.flinkarrow.testing.PartitionedRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps some batches in operator state until others come or the input ends: one as it is, one as a
 * payload and one as a rejected payload. What it emits, it makes of what it kept.
 */
final class LastBatches extends AbstractStreamOperator<RecordBatch>
    implements OneInputStreamOperator<RecordBatch, RecordBatch>, BoundedOneInput {

  private static final int KEPT = 3;

  private transient ListState<RecordBatch> batchState;
  private transient ListState<Payload> payloadState;
  private transient ListState<RejectedPayload> rejectedState;
  private transient List<RecordBatch> batches;
  private transient List<Payload> payloads;
  private transient List<RejectedPayload> rejected;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    batchState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "batches", RecordBatchTypeInfo.of(PartitionedRows.SCHEMA)));
    payloadState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("payloads", Payload.TYPE));
    rejectedState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("rejected payloads", RejectedPayload.TYPE));
    batches = listOf(batchState);
    payloads = listOf(payloadState);
    rejected = listOf(rejectedState);
  }

  private static <T> List<T> listOf(ListState<T> state) throws Exception {
    List<T> list = new ArrayList<>();
    state.get().forEach(list::add);
    return list;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    batchState.update(batches);
    payloadState.update(payloads);
    rejectedState.update(rejected);
  }

  @Override
  public void processElement(StreamRecord<RecordBatch> element) throws Exception {
    batches.add(element.getValue());
    if (batches.size() + payloads.size() + rejected.size() > KEPT) {
      emitOne();
    }
    if (payloads.isEmpty()) {
      payloads.add(payloadOf(batches.remove(0)));
    } else if (rejected.isEmpty()) {
      rejected.add(new RejectedPayload(payloadOf(batches.remove(0)), "none"));
    }
  }

  /** A rejected payload if there is one, else a payload, else a batch. */
  private void emitOne() throws MalformedPayloadException {
    if (!rejected.isEmpty()) {
      emit(batchOf(rejected.remove(0).payload()));
    } else if (!payloads.isEmpty()) {
      emit(batchOf(payloads.remove(0)));
    } else {
      emit(batches.remove(0));
    }
  }

  private void emit(RecordBatch batch) {
    output.collect(new StreamRecord<>(batch));
  }

  private static Payload payloadOf(RecordBatch batch) {
    return new Payload("topic", 1, 2, 3, ArrowIpc.writeStream(batch));
  }

  private static RecordBatch batchOf(Payload payload) throws MalformedPayloadException {
    return ArrowIpc.readStream(payload.bytes(), DecodeLimits.defaults()).get(0);
  }

  @Override
  public void endInput() throws Exception {
    while (batches.size() + payloads.size() + rejected.size() > 0) {
      emitOne();
    }
  }
}
