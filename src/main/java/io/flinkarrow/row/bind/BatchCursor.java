package io.flinkarrow.row.bind;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A {@link BodyCursor} through a batch, or through one of its dictionaries, which it finds. Hands
 * on what the rows are charged to.
 */
final class BatchCursor {

  private final BodyCursor columns;
  private final List<DictionaryBatch> dictionaries;
  private final RowBudget budget;

  private BatchCursor(BodyCursor columns, List<DictionaryBatch> dictionaries, RowBudget budget) {
    this.columns = columns;
    this.dictionaries = dictionaries;
    this.budget = budget;
  }

  /** Of columns without dictionaries. */
  static BatchCursor of(BatchBody body, RowBudget budget) {
    return new BatchCursor(BodyCursor.of(body), List.of(), budget);
  }

  static BatchCursor of(RecordBatch batch, RowBudget budget) {
    return new BatchCursor(BodyCursor.of(batch.body()), batch.dictionaries(), budget);
  }

  /** Another one at the same column, which goes on by itself. */
  BatchCursor copy(RowBudget chargedTo) {
    return new BatchCursor(columns.copy(), dictionaries, chargedTo);
  }

  /** A cursor through a dictionary of the same batch. */
  BatchCursor dictionary(long id) {
    return new BatchCursor(BodyCursor.of(find(id).body()), dictionaries, budget);
  }

  /** Entries of a dictionary. */
  int dictionarySize(long id) {
    return find(id).size();
  }

  private DictionaryBatch find(long id) {
    for (DictionaryBatch dictionary : dictionaries) {
      if (dictionary.id() == id) {
        return dictionary;
      }
    }
    throw new RefusedInputException("The batch has no dictionary with the id " + id);
  }

  RowBudget budget() {
    return budget;
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
