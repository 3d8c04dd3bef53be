package io.flinkarrow.batch.vectors;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Bodies as the messages that Arrow for Java loads vectors from. */
public final class BodyMessage {

  private BodyMessage() {}

  /**
   * Copies a body into a message.
   *
   * @return the caller's to close
   */
  public static ArrowRecordBatch of(int rowCount, BatchBody body, BufferAllocator allocator) {
    BodyLayout layout = body.layout();
    try (ArrowBuf bytes = allocator.buffer(layout.byteLength())) {
      bytes.setBytes(0, body.bytes());
      List<ArrowFieldNode> nodes = new ArrayList<>();
      for (int i = 0; i < layout.nodeLengths().length; i++) {
        nodes.add(new ArrowFieldNode(layout.nodeLengths()[i], layout.nullCounts()[i]));
      }
      List<ArrowBuf> buffers = new ArrayList<>();
      for (int i = 0; i < layout.bufferLengths().length; i++) {
        buffers.add(bytes.slice(layout.bufferOffsets()[i], layout.bufferLengths()[i]));
      }
      List<Long> variadicCounts = new ArrayList<>();
      for (int count : layout.variadicCounts()) {
        variadicCounts.add((long) count);
      }
      return new ArrowRecordBatch(
          rowCount,
          nodes,
          buffers,
          NoCompressionCodec.DEFAULT_BODY_COMPRESSION,
          variadicCounts,
          true);
    }
  }
}
