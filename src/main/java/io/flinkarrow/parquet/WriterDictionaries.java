package io.flinkarrow.parquet;

import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import javax.annotation.Nullable;

/**
 * The dictionaries of the batches of one writer.
 *
 * @param own whether no other writer has them, or the plan
 */
record WriterDictionaries(FilePlan plan, SharedDictionaries dictionaries, boolean own) {

  /** Dictionaries that may come again are worth this part of a row group. */
  private static final int IDLE_PART = 8;

  /**
   * @param shared those of several writers; null if there are none
   */
  static WriterDictionaries of(FilePlan plan, @Nullable SharedDictionaries shared) {
    return shared == null
        ? new WriterDictionaries(plan, new SharedDictionaries(idleBytes(plan.options())), true)
        : new WriterDictionaries(plan, shared, false);
  }

  /** How many bytes of dictionaries that no batch refers to are kept. */
  static long idleBytes(WriterOptions options) {
    return options.rowGroupBytes() / IDLE_PART;
  }

  /** Heap bytes that only this writer holds. */
  long ownBytes() {
    return own ? plan.retainedBytes() + dictionaries.retainedBytes() : 0;
  }

  /** The writer needs them no more. */
  void release() {
    if (own) {
      dictionaries.clear();
    }
  }
}
