package io.flinkarrow.kafka;

import io.flinkarrow.element.ValueSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Rejected payloads on the wire and in state.
 *
 * <pre>
 * byte form                                        1
 * string reason
 * the payload                                      see PayloadSerializer
 * </pre>
 */
public final class RejectedPayloadSerializer extends ValueSerializer<RejectedPayload> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  private final PayloadSerializer payloads = new PayloadSerializer();

  @Override
  public void serialize(RejectedPayload rejected, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    StringValue.writeString(rejected.reason(), out);
    payloads.serialize(rejected.payload(), out);
  }

  @Override
  public RejectedPayload deserialize(DataInputView in) throws IOException {
    requireVersion(VERSION, "a rejected payload", in);
    String reason = StringValue.readString(in);
    return new RejectedPayload(payloads.deserialize(in), reason);
  }

  @Override
  public RejectedPayload createInstance() {
    return new RejectedPayload(payloads.createInstance(), "");
  }

  @Override
  public TypeSerializerSnapshot<RejectedPayload> snapshotConfiguration() {
    return new Snapshot();
  }

  /** What state keeps of the serializer: that it is this one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RejectedPayload> {
    public Snapshot() {
      super(RejectedPayloadSerializer::new);
    }
  }
}
