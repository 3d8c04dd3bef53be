package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.column.LeafSlice;

/**
 * The array in which a thread finds the ids of some values before they are a page's. A large one is
 * not kept.
 */
public final class IdScratch {

  private static final int KEPT_IDS = LeafSlice.MOST_ENTRIES;

  private static final ThreadLocal<int[]> OF_THREAD = ThreadLocal.withInitial(() -> new int[0]);

  private IdScratch() {}

  /** An array of at least so many ids, until the thread's next call. */
  public static int[] atLeast(int count) {
    int[] ids = OF_THREAD.get();
    if (count > ids.length) {
      ids = new int[Math.max(count, Math.min(2 * ids.length, KEPT_IDS))];
      if (ids.length <= KEPT_IDS) {
        OF_THREAD.set(ids);
      }
    }
    return ids;
  }
}
