package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.column.LeafValues;

/**
 * A dictionary of numbers, whose entries can be given other ids as long as no page refers to it.
 */
public abstract sealed class NumberDictionary extends Dictionary
    permits IntDictionary, LongDictionary {

  @Override
  public final boolean mayHaveLongEntries() {
    return false;
  }

  @Override
  public final boolean hasLongEntries() {
    return false;
  }

  /** The entry that has an id, widened. */
  public abstract long entry(int id);

  /** Returns the id of an entry of the same type, which is added if it is new, or {@link #FULL}. */
  abstract int lookUpEntry(LeafValues entries, int entry);

  /** The id of a value that the dictionary has, widened. */
  public abstract int idOf(long entry);

  /** Makes entry {@code i} the one that was {@code order[i]}; the table finds all as before. */
  public abstract void renumber(int[] order);
}
