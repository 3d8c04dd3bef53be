package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.NumberIds;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * From the entries of the dictionary of numbers that values came with last to ids of the chunk's
 * dictionary: so each entry is looked up once.
 */
public final class NumberMapping {

  private static final int UNMAPPED = -1;
  private static final int[] NOTHING = {};

  /** Null before the first values. */
  @Nullable private LeafValues entries;

  private int[] ids = NOTHING;

  /**
   * Writes the ids that values have in the chunk's dictionary to {@code found}; returns how many
   * were taken before that was full.
   */
  public int lookUp(NumberIds values, NumberDictionary dictionary, int[] found) {
    if (entries != values.entries()) {
      entries = values.entries();
      ids = new int[entries.count()];
      Arrays.fill(ids, UNMAPPED);
    }
    int[] sourceIds = values.ids();
    for (int i = 0; i < values.count(); i++) {
      int id = ids[sourceIds[i]];
      if (id == UNMAPPED) {
        id = dictionary.lookUpEntry(entries, sourceIds[i]);
        if (id == Dictionary.FULL) {
          return i;
        }
        ids[sourceIds[i]] = id;
      }
      found[i] = id;
    }
    return values.count();
  }

  /** Heap bytes of what it knows of the entries. */
  public long retainedBytes() {
    return (long) Integer.BYTES * ids.length;
  }
}
