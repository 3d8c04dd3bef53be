package io.flinkarrow.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.vector.types.pojo.Field;

/** A schema message as big-endian machines write it, which arrow-java can't. */
final class BigEndianSchema {

  private BigEndianSchema() {}

  static byte[] of(Field field) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int fields = Schema.createFieldsVector(builder, new int[] {field.getField(builder)});
    int schema = Schema.createSchema(builder, Endianness.Big, fields, 0, 0);
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
    return HandMade.prefixed(builder.sizedByteArray());
  }
}
