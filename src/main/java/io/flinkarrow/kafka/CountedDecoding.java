package io.flinkarrow.kafka;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.MalformedPayloadException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Decodes payloads and counts what they were. The counters exist without a metric group, so that
 * nobody asks whether there is one; {@link #register} makes them visible.
 */
final class CountedDecoding implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The group that holds our metrics. */
  static final String GROUP = "arrowIpc";

  private final ArrowIpcDeserializationSchema schema;

  private transient Counters counters;

  private record Counters(Counter payloads, Counter malformed, Counter batches, Counter rows) {
    Counters() {
      this(new SimpleCounter(), new SimpleCounter(), new SimpleCounter(), new SimpleCounter());
    }
  }

  CountedDecoding(ArrowIpcDeserializationSchema schema) {
    this.schema = Objects.requireNonNull(schema, "schema");
  }

  ArrowIpcDeserializationSchema schema() {
    return schema;
  }

  /** Shows everything below {@value #GROUP}, counted from now on. */
  void register(MetricGroup parent) {
    counters = new Counters();
    MetricGroup group = parent.addGroup(GROUP);
    group.counter("payloads", counters.payloads());
    group.counter("malformedPayloads", counters.malformed());
    group.counter("batches", counters.batches());
    group.counter("rows", counters.rows());
  }

  /**
   * All batches of a payload.
   *
   * @throws MalformedPayloadException if it isn't exactly one whole, valid payload; counted too
   */
  List<RecordBatch> decode(Payload payload) throws MalformedPayloadException {
    if (counters == null) {
      counters = new Counters();
    }
    counters.payloads().inc();
    try {
      List<RecordBatch> decoded = schema.decode(payload.bytes());
      counters.batches().inc(decoded.size());
      decoded.forEach(batch -> counters.rows().inc(batch.rowCount()));
      return decoded;
    } catch (MalformedPayloadException e) {
      counters.malformed().inc();
      throw e;
    }
  }
}
