package io.flinkarrow.kafka;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.refusal.SkippedInput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Payloads to the batches in them: all of a payload or, if it is malformed, none, and then what
 * {@link MalformedPayloads} says. Keeps no state. Shows counters of payloads, malformed payloads,
 * batches and rows in the metric group {@code arrowIpc}.
 */
public final class ArrowIpcDecoder extends ProcessFunction<Payload, RecordBatch>
    implements ResultTypeQueryable<RecordBatch> {

  private static final long serialVersionUID = 1L;

  /** The side output of malformed payloads under {@link MalformedPayloads#REJECT}. */
  public static final OutputTag<RejectedPayload> REJECTED =
      new OutputTag<>("rejected-payloads", RejectedPayload.TYPE);

  private final ArrowIpcDeserializationSchema schema;
  private final MalformedPayloads policy;
  private final SkippedInput skipped = new SkippedInput("payload");

  private ArrowIpcDecoder(ArrowIpcDeserializationSchema schema, MalformedPayloads policy) {
    this.schema = Objects.requireNonNull(schema, "schema");
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  /** Decodes as the schema does; a malformed payload ends the job. */
  public static ArrowIpcDecoder of(ArrowIpcDeserializationSchema schema) {
    return new ArrowIpcDecoder(schema, MalformedPayloads.FAIL);
  }

  /** Payloads of one schema, see {@link ArrowIpcDeserializationSchema#of}. */
  public static ArrowIpcDecoder of(Schema schema) {
    return of(ArrowIpcDeserializationSchema.of(schema));
  }

  /** Payloads of any schema, each element of the stream carries its own. */
  public static ArrowIpcDecoder ofAnySchema() {
    return of(ArrowIpcDeserializationSchema.ofAnySchema());
  }

  /** The same with other limits. */
  public ArrowIpcDecoder withLimits(DecodeLimits limits) {
    return new ArrowIpcDecoder(schema.withLimits(limits), policy);
  }

  /** The same with another way to treat malformed payloads. */
  public ArrowIpcDecoder onMalformed(MalformedPayloads other) {
    return new ArrowIpcDecoder(schema, other);
  }

  @Override
  public void open(OpenContext context) {
    schema.register(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Payload payload, Context context, Collector<RecordBatch> out)
      throws IOException {
    List<RecordBatch> batches;
    try {
      batches = schema.decode(payload.bytes());
    } catch (MalformedPayloadException e) {
      switch (policy) {
        case FAIL -> throw payload.refusal(e);
        case RESTART -> throw payload.failure(e);
        case SKIP -> skipped.log(payload.failure(e));
        case REJECT -> context.output(REJECTED, new RejectedPayload(payload, e.getMessage()));
      }
      return;
    }
    batches.forEach(out::collect);
  }

  @Override
  public TypeInformation<RecordBatch> getProducedType() {
    return schema.getProducedType();
  }
}
