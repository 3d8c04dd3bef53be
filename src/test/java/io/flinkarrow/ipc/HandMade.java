package io.flinkarrow.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch or dictionary put together node by node and buffer by buffer, right or wrong. */
final class HandMade {

  private final long rows;
  private final List<long[]> nodes = new ArrayList<>();
  private final List<long[]> buffers = new ArrayList<>();
  private final List<Long> variadic = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private OptionalLong bodyLength = OptionalLong.empty();
  private int codec = -1;
  private short version = MetadataVersion.V5;

  HandMade(long rows) {
    this.rows = rows;
  }

  HandMade node(long length, long nulls) {
    nodes.add(new long[] {length, nulls});
    return this;
  }

  HandMade variadic(long count) {
    variadic.add(count);
    return this;
  }

  HandMade bytes(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return buffer(array);
  }

  HandMade none() {
    return buffer(new byte[0]);
  }

  HandMade ints(int... ints) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * ints.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(ints);
    return buffer(buffer.array());
  }

  HandMade longs(long... longs) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * longs.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(longs);
    return buffer(buffer.array());
  }

  HandMade text(String text) {
    return buffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  HandMade buffer(byte[] bytes) {
    buffers.add(new long[] {body.size(), bytes.length});
    body.writeBytes(bytes);
    body.writeBytes(new byte[-bytes.length & 7]);
    return this;
  }

  /** What the metadata says, whatever is there. */
  HandMade bufferAt(long offset, long length) {
    buffers.add(new long[] {offset, length});
    return this;
  }

  HandMade bodyLength(long length) {
    bodyLength = OptionalLong.of(length);
    return this;
  }

  HandMade compressed(int number) {
    codec = number;
    return this;
  }

  HandMade version(short number) {
    version = number;
    return this;
  }

  byte[] message() {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    return encapsulated(builder, MessageHeader.RecordBatch, header(builder));
  }

  byte[] dictionary(long id, boolean delta) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int header = DictionaryBatch.createDictionaryBatch(builder, id, header(builder), delta);
    return encapsulated(builder, MessageHeader.DictionaryBatch, header);
  }

  private int header(FlatBufferBuilder builder) {
    int counts =
        RecordBatch.createVariadicBufferCountsVector(
            builder, variadic.stream().mapToLong(Long::longValue).toArray());
    RecordBatch.startNodesVector(builder, nodes.size());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, nodes.get(i)[0], nodes.get(i)[1]);
    }
    int nodeVector = builder.endVector();
    RecordBatch.startBuffersVector(builder, buffers.size());
    for (int i = buffers.size() - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, buffers.get(i)[0], buffers.get(i)[1]);
    }
    int bufferVector = builder.endVector();
    int compression =
        codec < 0 ? 0 : BodyCompression.createBodyCompression(builder, (byte) codec, (byte) 0);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodeVector);
    RecordBatch.addBuffers(builder, bufferVector);
    if (codec >= 0) {
      RecordBatch.addCompression(builder, compression);
    }
    if (!variadic.isEmpty()) {
      RecordBatch.addVariadicBufferCounts(builder, counts);
    }
    return RecordBatch.endRecordBatch(builder);
  }

  private byte[] encapsulated(FlatBufferBuilder builder, byte type, int header) {
    long length = bodyLength.orElse(body.size());
    builder.finish(Message.createMessage(builder, version, type, header, length, 0));
    return concatenated(prefixed(builder.sizedByteArray()), body.toByteArray());
  }

  static byte[] prefixed(byte[] metadata) {
    int length = (metadata.length + 7) & -8;
    return ByteBuffer.allocate(8 + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(-1)
        .putInt(length)
        .put(metadata)
        .array();
  }

  static byte[] endOfStream() {
    return prefixed(new byte[0]);
  }

  static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] schema(Field... fields) {
    return new Schema(List.of(fields)).serializeAsMessage();
  }

  /** A stream of messages behind a schema. */
  static byte[] stream(Schema schema, byte[]... messages) {
    return concatenated(schema.serializeAsMessage(), concatenated(messages), endOfStream());
  }

  /** A stream of this batch alone. */
  byte[] stream(Field... fields) {
    return stream(new Schema(List.of(fields)), message());
  }
}
