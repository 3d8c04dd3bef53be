package io.flinkarrow.parquet.encoding.dictionary;

import java.util.Arrays;
import java.util.Random;

/**
 * From the entries of a dictionary that came with slices to ids of the chunk's dictionary. Takes
 * space for the entries it was given, not for all that the dictionary has, until these are many.
 */
public final class DictionaryMapping {

  /** The entry has not been mapped yet. */
  public static final int UNMAPPED = -1;

  private static final int ALWAYS_DENSE = 64;
  private static final int LEAST_SLOTS = 16;
  private static final int OBJECT_BYTES = 64;

  /** Differs from process to process, so that nobody can choose entries that collide. */
  private static final long MULTIPLIER = new Random().nextLong() | 1;

  private final Object dictionary;
  private final int entries;

  /** The id of each entry; null as long as few entries are mapped. */
  private int[] dense;

  /** Pairs of an entry plus one, 0 if there is none, and its id; at most half of them taken. */
  private int[] pairs;

  private int mapped;

  /**
   * @param dictionary stands for it
   */
  public DictionaryMapping(Object dictionary, int entries) {
    this.dictionary = dictionary;
    this.entries = entries;
    if (entries <= ALWAYS_DENSE) {
      becomeDense();
    } else {
      pairs = new int[2 * LEAST_SLOTS];
    }
  }

  boolean isOf(Object otherDictionary) {
    return dictionary == otherDictionary;
  }

  /** The chunk's id of an entry, or {@link #UNMAPPED}. */
  public int idOf(int entry) {
    if (dense != null) {
      return dense[entry];
    }
    int at = find(entry);
    return pairs[at] == 0 ? UNMAPPED : pairs[at + 1];
  }

  /** Maps an entry that is not mapped yet. */
  public void put(int entry, int id) {
    if (dense == null && 4 * (mapped + 1) > pairs.length) {
      grow();
    }
    if (dense != null) {
      dense[entry] = id;
    } else {
      putPair(entry, id);
      mapped++;
    }
  }

  private int find(int entry) {
    int shift = Long.numberOfLeadingZeros(pairs.length / 2 - 1L);
    int at = 2 * (int) ((entry * MULTIPLIER) >>> shift);
    while (pairs[at] != 0 && pairs[at] != entry + 1) {
      at = at + 2 == pairs.length ? 0 : at + 2;
    }
    return at;
  }

  private void putPair(int entry, int id) {
    int at = find(entry);
    pairs[at] = entry + 1;
    pairs[at + 1] = id;
  }

  private void grow() {
    int[] old = pairs;
    boolean sparse = 2L * old.length < entries;
    if (sparse) {
      pairs = new int[2 * old.length];
    } else {
      becomeDense();
    }
    for (int at = 0; at < old.length; at += 2) {
      if (old[at] != 0 && sparse) {
        putPair(old[at] - 1, old[at + 1]);
      } else if (old[at] != 0) {
        dense[old[at] - 1] = old[at + 1];
      }
    }
  }

  private void becomeDense() {
    pairs = null;
    dense = new int[entries];
    Arrays.fill(dense, UNMAPPED);
  }

  public long retainedBytes() {
    return OBJECT_BYTES + (long) Integer.BYTES * (dense != null ? dense.length : pairs.length);
  }
}
