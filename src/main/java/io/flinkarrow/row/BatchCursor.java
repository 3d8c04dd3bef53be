package io.flinkarrow.row;

import io.flinkarrow.batch.BatchBody;
import io.flinkarrow.batch.BodyCursor;
import io.flinkarrow.batch.ColumnShape;
import io.flinkarrow.batch.DictionaryBatch;
import io.flinkarrow.batch.RecordBatch;
import java.nio.ByteBuffer;
import java.util.List;

/** A {@link BodyCursor} through a batch, or through one of its dictionaries, which it finds. */
final class BatchCursor {

  private final BodyCursor columns;
  private final List<DictionaryBatch> dictionaries;

  private BatchCursor(BatchBody body, List<DictionaryBatch> dictionaries) {
    this.columns = BodyCursor.of(body);
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

  int nextLength() {
    return columns.nextLength();
  }

  ByteBuffer nextBuffer() {
    return columns.nextBuffer();
  }

  ByteBuffer[] nextDataBuffers() {
    return columns.nextDataBuffers();
  }

  void skip(ColumnShape column) {
    columns.skip(column);
  }
}
