package io.flinkarrow.row;

import io.flinkarrow.batch.BatchBody;
import io.flinkarrow.batch.ColumnShape;
import io.flinkarrow.batch.DictionaryBatch;
import io.flinkarrow.batch.RecordBatch;
import java.nio.ByteBuffer;
import java.util.List;

/** Goes through the nodes and buffers of a batch, or of one of its dictionaries, in their order. */
final class BatchCursor {

  private final BatchBody body;
  private final int[] variadicCounts;
  private final List<DictionaryBatch> dictionaries;
  private final int[] nodeLengths;
  private int nextNode;
  private int nextVariadic;
  private int nextBuffer;

  private BatchCursor(BatchBody body, List<DictionaryBatch> dictionaries) {
    this.body = body;
    this.nodeLengths = body.nodeLengths();
    this.variadicCounts = body.variadicCounts();
    this.dictionaries = dictionaries;
  }

  static BatchCursor of(RecordBatch batch) {
    return new BatchCursor(batch.body(), batch.dictionaries());
  }

  /** A cursor through a dictionary of the same batch. */
  BatchCursor dictionary(long id) {
    for (DictionaryBatch dictionary : dictionaries) {
      if (dictionary.id() == id) {
        return new BatchCursor(dictionary.body(), dictionaries);
      }
    }
    throw new IllegalArgumentException("The batch has no dictionary with the id " + id);
  }

  /** Slots of the next node. */
  int nextLength() {
    return nodeLengths[nextNode++];
  }

  ByteBuffer nextBuffer() {
    return body.buffer(nextBuffer++);
  }

  /** Those of the next view column. */
  ByteBuffer[] nextDataBuffers() {
    ByteBuffer[] data = new ByteBuffer[variadicCounts[nextVariadic++]];
    for (int i = 0; i < data.length; i++) {
      data[i] = nextBuffer();
    }
    return data;
  }

  /** Passes over a column. */
  void skip(ColumnShape column) {
    nextNode += column.nodes();
    nextBuffer += column.fixedBuffers();
    for (int i = 0; i < column.viewColumns(); i++) {
      nextBuffer += variadicCounts[nextVariadic++];
    }
  }
}
