package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.StoredValues;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Values of a leaf column that are decoded and not taken yet, dense. Decoders append to it. Owns
 * its arrays, which grow and are used again; what {@link #values} lends is valid until something
 * else is called.
 *
 * <p>May {@link #keepIds}: then byte arrays are held as ids of a dictionary as long as all of them
 * are in one. Numbers are only if they are to be written again: else it costs less to find them
 * here.
 */
public abstract sealed class DecodedValues
    permits DecodedBooleans, DecodedInts, DecodedLongs, DecodedBytes, DecodedFixedBytes {

  private static final int[] NONE = {};

  private int count;

  private boolean mayKeepIds = true;
  private boolean keepsIds;

  /** Of which the values are ids; null if they are held themselves. */
  @Nullable private PageDictionary<?> dictionary;

  private int[] ids = NONE;

  /** How many there are. */
  public final int count() {
    return count;
  }

  final void advance(int added) {
    count += added;
  }

  /** From now on, byte arrays of a dictionary need not be held themselves, or numbers either. */
  public final void keepIds(boolean ofNumbers) {
    keepsIds = mayKeepIds && (ofNumbers || !areNumbers());
  }

  boolean areNumbers() {
    return false;
  }

  /** From now on all values are, whatever is said: so the dictionary can go. */
  public final void holdThemselves() {
    mayKeepIds = false;
    keepsIds = false;
    resolveIds();
  }

  /** Whether further values may be ids of a dictionary. */
  final boolean takesIdsOf(PageDictionary<?> entries) {
    return keepsIds && (count == 0 || dictionary == entries);
  }

  /** Appends values as ids. */
  final void appendIds(PageDictionary<?> entries, int[] array, int from, int added) {
    dictionary = entries;
    int needed = Math.addExact(count, added);
    if (needed > ids.length) {
      ids = Arrays.copyOf(ids, ArrayGrowth.grown(ids.length, needed));
    }
    System.arraycopy(array, from, ids, count, added);
    count = needed;
  }

  /** From now on, the values are held themselves. */
  final void resolveIds() {
    if (dictionary != null) {
      PageDictionary<?> entries = dictionary;
      int held = count;
      dictionary = null;
      count = 0;
      resolve(entries, ids, held);
      ids = NONE;
    }
  }

  /** Appends entries of a dictionary of the same type, whatever the limit. */
  void resolve(PageDictionary<?> entries, int[] entryIds, int held) {
    throw new IllegalStateException("Booleans have no dictionary");
  }

  /** The first values, lent. */
  public final LeafValues values(int first) {
    resolveIds();
    return lend(first);
  }

  abstract LeafValues lend(int first);

  /** The first values as they are held, lent; entries of a dictionary are never changed. */
  public final StoredValues stored(int first) {
    return dictionary == null
        ? new StoredValues(null, first, lend(first))
        : new StoredValues(ids, first, dictionary.entries());
  }

  final boolean areIds() {
    return dictionary != null;
  }

  /** What the first values take in the dictionary. */
  final long bytesOfIds(int first) {
    return dictionary.bytes(ids, first);
  }

  /** Forgets the first values; the others move to the front. */
  public final void drop(int first) {
    if (dictionary == null) {
      moveToFront(first, count - first);
    } else {
      dropIds(dictionary, ids, first);
      System.arraycopy(ids, first, ids, 0, count - first);
    }
    count -= first;
  }

  /** Forgets the first values, which are ids. */
  void dropIds(PageDictionary<?> entries, int[] held, int first) {}

  abstract void moveToFront(int first, int kept);

  /** What a value takes, and a null where it becomes a slot; of byte arrays without their bytes. */
  public abstract int slotBytes();

  /** What the values take together. */
  public long bytes() {
    return (long) count * slotBytes();
  }

  /** What the first values take beside their slots. */
  public long bytesBesideSlots(int first) {
    return 0;
  }

  /**
   * How many bytes the values may take together beside their slots. Only byte arrays are of any
   * length; of others the caller knows what they take.
   */
  public void limit(int mostBytes) {}

  /** Gives up room that is not used. */
  public final void trim() {
    ids = Arrays.copyOf(ids, dictionary == null ? 0 : count);
    trimValues();
  }

  abstract void trimValues();

  /** Heap bytes of the arrays. */
  public final long retainedBytes() {
    return (long) Integer.BYTES * ids.length + valueBytes();
  }

  abstract long valueBytes();
}
