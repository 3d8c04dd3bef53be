package io.flinkarrow.batch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Goes through a body's nodes and buffers in the format's order. */
final class BodyCursor {

  private final ColumnBuffers columns;
  private int nextNode;
  private int nextVariadic;
  private int nextBuffer;

  BodyCursor(ColumnBuffers columns) {
    this.columns = columns;
  }

  /** Slots of the next node. */
  int nextLength() {
    return columns.nodeLengths()[nextNode++];
  }

  /** Slots of a node that comes later; the cursor stays. */
  int lengthAhead(int nodes) {
    return columns.nodeLengths()[nextNode + nodes];
  }

  ByteBuffer nextBuffer() {
    return columns.buffers()[nextBuffer++];
  }

  /** Those of the next view column. */
  List<ByteBuffer> nextDataBuffers() {
    List<ByteBuffer> data = new ArrayList<>();
    for (int i = columns.variadicCounts()[nextVariadic++]; i > 0; i--) {
      data.add(nextBuffer());
    }
    return data;
  }
}
