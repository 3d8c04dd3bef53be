package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.refusal.SkippedInput;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of payloads. The counters exist without a metric group, so that no caller asks
 * whether there is one; {@link #register} makes them visible.
 */
final class PayloadCounters {

  private static final Logger LOG = LoggerFactory.getLogger(PayloadCounters.class);

  private final Counter payloads = new SimpleCounter();
  private final Counter malformed = new SimpleCounter();
  private final Counter decoderFailures = new SimpleCounter();
  private final Counter batches = new SimpleCounter();
  private final Counter rows = new SimpleCounter();

  /** Shows everything below {@link ArrowIpcDeserializationSchema#METRIC_GROUP}. */
  void register(MetricGroup parent) {
    MetricGroup group = parent.addGroup(ArrowIpcDeserializationSchema.METRIC_GROUP);
    group.counter("payloads", payloads);
    group.counter("malformedPayloads", malformed);
    group.counter("decoderFailures", decoderFailures);
    group.counter("batches", batches);
    group.counter("rows", rows);
  }

  void countDecoded(List<RecordBatch> decoded) {
    payloads.inc();
    batches.inc(decoded.size());
    decoded.forEach(batch -> rows.inc(batch.rowCount()));
  }

  /** A decoder that fails is logged with its stack, for who skips payloads sees nothing else. */
  void countMalformed(MalformedPayloadException refusal) {
    payloads.inc();
    malformed.inc();
    if (refusal.isDecoderFailure()) {
      decoderFailures.inc();
      if (SkippedInput.isToBeLogged(decoderFailures.getCount())) {
        LOG.error(
            "The decoder failed, for the time number {} in this subtask; please report it",
            decoderFailures.getCount(),
            refusal);
      }
    }
  }
}
