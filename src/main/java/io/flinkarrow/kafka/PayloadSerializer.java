package io.flinkarrow.kafka;

import io.flinkarrow.element.ValueSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Payloads on the wire and in state.
 *
 * <pre>
 * byte form                                        1
 * string topic, int partition, long offset, long timestamp
 * int length, byte * length                        -1 and nothing for a deletion
 * </pre>
 */
public final class PayloadSerializer extends ValueSerializer<Payload> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;
  private static final int NO_BYTES = -1;

  @Override
  public void serialize(Payload payload, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    StringValue.writeString(payload.topic(), out);
    out.writeInt(payload.partition());
    out.writeLong(payload.offset());
    out.writeLong(payload.timestamp());
    byte[] bytes = payload.bytes();
    if (bytes == null) {
      out.writeInt(NO_BYTES);
    } else {
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  @Override
  public Payload deserialize(DataInputView in) throws IOException {
    requireVersion(VERSION, "a payload", in);
    String topic = StringValue.readString(in);
    return new Payload(topic, in.readInt(), in.readLong(), in.readLong(), readBytes(in));
  }

  private static byte[] readBytes(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length == NO_BYTES) {
      return null;
    }
    if (length < 0) {
      throw new IOException("Broken payload: it has %d bytes".formatted(length));
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public Payload createInstance() {
    return new Payload("", 0, 0, -1, null);
  }

  @Override
  public TypeSerializerSnapshot<Payload> snapshotConfiguration() {
    return new Snapshot();
  }

  /** What state keeps of the serializer: that it is this one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Payload> {
    public Snapshot() {
      super(PayloadSerializer::new);
    }
  }
}
