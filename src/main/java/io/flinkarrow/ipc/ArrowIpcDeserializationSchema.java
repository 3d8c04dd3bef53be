package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.ipc.flat.SentSchema;
import io.flinkarrow.refusal.RefusedInputException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/**
 * Messages that hold an Arrow IPC stream or file each, to the batches in them: all of a message, or
 * a {@link MalformedPayloadException} and none. Payloads need not be trusted. Counts payloads,
 * malformed payloads, batches and rows in the metric group {@value #METRIC_GROUP}.
 */
public final class ArrowIpcDeserializationSchema implements DeserializationSchema<RecordBatch> {

  private static final long serialVersionUID = 1L;

  /** The group, below that of the operator, in which payloads are counted. */
  public static final String METRIC_GROUP = "arrowIpc";

  private final BatchSchema expected;
  private final DecodeLimits limits;
  private final SchemaPolicy policy;

  private transient PayloadDecoder decoder;
  private transient PayloadCounters counters;

  private ArrowIpcDeserializationSchema(
      BatchSchema expected, DecodeLimits limits, SchemaPolicy policy) {
    SupportedFlink.require();
    this.expected = expected;
    this.limits = Objects.requireNonNull(limits, "limits");
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  /**
   * Messages of one schema: same names, types, nullability, dictionary encodings and extension
   * types in the same order, unless a {@linkplain #withSchemaPolicy policy} allows more. A message
   * may also be a record batch message alone, if no field is dictionary-encoded.
   *
   * @param schema in Arrow's message format: a dictionary-encoded field has its values' type
   */
  public static ArrowIpcDeserializationSchema of(Schema schema) {
    return new ArrowIpcDeserializationSchema(
        BatchSchema.of(SentSchema.requireDecoded(schema)),
        DecodeLimits.defaults(),
        SchemaPolicy.EXACT);
  }

  /** Messages of any schema, each element of the stream carries its own. */
  public static ArrowIpcDeserializationSchema ofAnySchema() {
    return new ArrowIpcDeserializationSchema(null, DecodeLimits.defaults(), SchemaPolicy.EXACT);
  }

  /** The same with other limits. */
  public ArrowIpcDeserializationSchema withLimits(DecodeLimits other) {
    return new ArrowIpcDeserializationSchema(expected, other, policy);
  }

  /**
   * The same with another policy for payloads whose schema is not the expected one: {@link
   * SchemaPolicy#EXACT} by default. A record batch message alone has the expected schema always.
   *
   * @throws IllegalStateException if no schema is expected
   */
  public ArrowIpcDeserializationSchema withSchemaPolicy(SchemaPolicy other) {
    if (expected == null) {
      throw new IllegalStateException(
          "Batches of any schema need no policy; use ArrowIpcDeserializationSchema.of(schema)");
    }
    return new ArrowIpcDeserializationSchema(expected, limits, other);
  }

  /**
   * The batches of a message, which may be none; none of null, as Kafka's deletions are.
   *
   * @throws MalformedPayloadException if it isn't exactly one whole, valid payload
   */
  public List<RecordBatch> decode(byte[] message) throws MalformedPayloadException {
    if (decoder == null) {
      decoder = new PayloadDecoder(expected, limits, policy);
    }
    try {
      List<RecordBatch> decoded = message == null ? List.of() : decoder.decode(message);
      counters().countDecoded(decoded);
      return decoded;
    } catch (MalformedPayloadException e) {
      counters().countMalformed(e);
      throw e;
    }
  }

  private PayloadCounters counters() {
    if (counters == null) {
      counters = new PayloadCounters();
    }
    return counters;
  }

  @Override
  public void open(InitializationContext context) {
    register(context.getMetricGroup());
  }

  /** What {@link #open} does, for functions that use this schema: shows the counters. */
  public void register(MetricGroup parent) {
    counters().register(parent);
  }

  @Override
  public void deserialize(byte[] message, Collector<RecordBatch> out) throws IOException {
    accepted(message).forEach(out::collect);
  }

  /**
   * The batch of a message that holds one; null if it holds none.
   *
   * @throws RefusedInputException also if it holds several, which {@link #deserialize(byte[],
   *     Collector)} takes
   */
  @Override
  public RecordBatch deserialize(byte[] message) throws IOException {
    List<RecordBatch> batches = accepted(message);
    if (batches.size() > 1) {
      throw new RefusedInputException(
          "The payload holds %d batches, but this caller takes one; use deserialize(message, collector)"
              .formatted(batches.size()));
    }
    return batches.isEmpty() ? null : batches.get(0);
  }

  /** The batches of a message; one that is refused ends the job. */
  private List<RecordBatch> accepted(byte[] message) throws IOException {
    try {
      return decode(message);
    } catch (MalformedPayloadException e) {
      throw e.refusal(e.getMessage());
    }
  }

  @Override
  public boolean isEndOfStream(RecordBatch nextElement) {
    return false;
  }

  @Override
  public TypeInformation<RecordBatch> getProducedType() {
    return expected == null
        ? RecordBatchTypeInfo.ofAnySchema()
        : RecordBatchTypeInfo.of(expected.schema());
  }
}
