package io.flinkarrow.batch.body;

import io.flinkarrow.layout.ColumnShape;
import java.nio.ByteBuffer;

/** Goes through a body's nodes and buffers in the format's order. */
public final class BodyCursor {

  private final ColumnBuffers columns;
  private int nextNode;
  private int nextVariadic;
  private int nextBuffer;

  public BodyCursor(ColumnBuffers columns) {
    this.columns = columns;
  }

  /** A cursor before the first column; lends the body's bytes. */
  public static BodyCursor of(BatchBody body) {
    return new BodyCursor(ColumnBuffers.of(body));
  }

  /** Another one at the same column, which goes on by itself. */
  public BodyCursor copy() {
    BodyCursor copy = new BodyCursor(columns);
    copy.nextNode = nextNode;
    copy.nextVariadic = nextVariadic;
    copy.nextBuffer = nextBuffer;
    return copy;
  }

  /** Slots of the next node. */
  public int nextLength() {
    return columns.nodeLengths()[nextNode++];
  }

  /** Slots of a node that comes later; the cursor stays. */
  public int lengthAhead(int nodes) {
    return columns.nodeLengths()[nextNode + nodes];
  }

  public ByteBuffer nextBuffer() {
    return columns.buffers()[nextBuffer++];
  }

  /** Those of the next view column. */
  public ByteBuffer[] nextDataBuffers() {
    ByteBuffer[] data = new ByteBuffer[columns.variadicCounts()[nextVariadic++]];
    for (int i = 0; i < data.length; i++) {
      data[i] = nextBuffer();
    }
    return data;
  }

  /** Passes over a column. */
  public void skip(ColumnShape column) {
    nextNode += column.nodes();
    nextBuffer += column.fixedBuffers();
    for (int i = 0; i < column.viewColumns(); i++) {
      nextBuffer += columns.variadicCounts()[nextVariadic++];
    }
  }
}
