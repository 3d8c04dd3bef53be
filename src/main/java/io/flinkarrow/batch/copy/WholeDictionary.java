package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema.DictionaryColumn;
import io.flinkarrow.batch.body.DictionaryBatch;
import java.util.List;

/** Dictionaries put together of what came of them: nothing, or parts. */
public final class WholeDictionary {

  private WholeDictionary() {}

  /** A dictionary without values. */
  public static DictionaryBatch empty(DictionaryColumn column) {
    BatchBody body = RangeCopyPlanner.empty(column.columns());
    return DictionaryBatch.of(column.id(), body);
  }

  /**
   * A dictionary and its deltas as one.
   *
   * @param parts bodies of the column's values, in the order of the values
   * @throws IllegalArgumentException if together they are more than a batch holds
   */
  public static DictionaryBatch join(DictionaryColumn column, List<BatchBody> parts) {
    BatchBody body = BodyConcatenation.of(column.columns(), parts);
    return DictionaryBatch.of(column.id(), body);
  }
}
