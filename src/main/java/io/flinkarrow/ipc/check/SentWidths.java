package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.layout.ColumnLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes the values of columns have in a payload, for each node of a body; empty if they
 * have as many as those that they are decoded to.
 */
public final class SentWidths {

  private static final int[] NONE = {};

  public static final SentWidths AS_DECODED = new SentWidths(NONE, Map.of());

  private final int[] batch;
  private final Map<Long, int[]> dictionaries;

  private SentWidths(int[] batch, Map<Long, int[]> dictionaries) {
    this.batch = batch;
    this.dictionaries = dictionaries;
  }

  /**
   * @param sent a schema whose columns lie in the payload as those of the decoded one lie in
   *     batches, except for widths
   */
  public static SentWidths of(BatchSchema sent) {
    Map<Long, int[]> dictionaries = new HashMap<>();
    for (BatchSchema.DictionaryColumn column : sent.dictionaries().values()) {
      dictionaries.put(column.id(), ColumnLayout.widths(column.columns()));
    }
    return new SentWidths(ColumnLayout.widths(sent.columns()), dictionaries);
  }

  public int[] ofBatch() {
    return batch;
  }

  public int[] ofDictionary(long id) {
    return dictionaries.getOrDefault(id, NONE);
  }
}
