package io.flinkarrow.ipc.write;

import com.google.flatbuffers.FlatBufferBuilder;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.DictionaryBatch;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/** The metadata of record batches and dictionaries whose buffers lie one behind the other. */
final class BatchMessage {

  private static final int ALIGNMENT = 8;

  private BatchMessage() {}

  static byte[] of(io.flinkarrow.batch.RecordBatch batch) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int header = header(builder, batch.rowCount(), batch.body());
    return message(builder, MessageHeader.RecordBatch, header, batch.body());
  }

  static byte[] ofDictionary(DictionaryBatch dictionary) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int data = header(builder, dictionary.size(), dictionary.body());
    int header =
        org.apache.arrow.flatbuf.DictionaryBatch.createDictionaryBatch(
            builder, dictionary.id(), data, false);
    return message(builder, MessageHeader.DictionaryBatch, header, dictionary.body());
  }

  private static byte[] message(
      FlatBufferBuilder builder, byte headerType, int header, BatchBody body) {
    long bodyLength = 0;
    for (int i = 0; i < body.buffers(); i++) {
      bodyLength += align(body.buffer(i).remaining());
    }
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, headerType, header, bodyLength, 0));
    return builder.sizedByteArray();
  }

  private static int header(FlatBufferBuilder builder, int rowCount, BatchBody body) {
    int variadic = 0;
    if (body.variadicCounts().length > 0) {
      long[] counts = java.util.Arrays.stream(body.variadicCounts()).asLongStream().toArray();
      variadic = RecordBatch.createVariadicBufferCountsVector(builder, counts);
    }
    int[] lengths = body.nodeLengths();
    int[] nulls = body.nullCounts();
    RecordBatch.startNodesVector(builder, lengths.length);
    for (int i = lengths.length - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, lengths[i], nulls[i]);
    }
    int nodes = builder.endVector();
    int buffers = buffers(builder, body);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rowCount);
    RecordBatch.addNodes(builder, nodes);
    RecordBatch.addBuffers(builder, buffers);
    if (variadic != 0) {
      RecordBatch.addVariadicBufferCounts(builder, variadic);
    }
    return RecordBatch.endRecordBatch(builder);
  }

  /** Flatbuffers' vectors are written from the last element to the first. */
  private static int buffers(FlatBufferBuilder builder, BatchBody body) {
    long[] offsets = new long[body.buffers() + 1];
    for (int i = 0; i < body.buffers(); i++) {
      offsets[i + 1] = offsets[i] + align(body.buffer(i).remaining());
    }
    RecordBatch.startBuffersVector(builder, body.buffers());
    for (int i = body.buffers() - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, offsets[i], body.buffer(i).remaining());
    }
    return builder.endVector();
  }

  static int align(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
