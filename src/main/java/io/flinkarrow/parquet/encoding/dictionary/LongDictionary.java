package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Arrays;

/** The dictionary of an INT64 or DOUBLE chunk (raw bits: all NaNs stay what they are). */
public final class LongDictionary extends NumberDictionary {

  private static final long[] NOTHING = {};
  private static final int[] NO_SLOTS = {};
  // 2 ** 64 divided by the golden ratio: consecutive values spread evenly.
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final int mostEntries;
  private long[] entries = NOTHING;
  private int size;
  private int[] slots = NO_SLOTS;

  public LongDictionary(int maximumBytes) {
    this.mostEntries = maximumBytes / Long.BYTES;
  }

  /**
   * Writes the ids of the values to {@code ids}; returns how many values were taken before the
   * dictionary was full.
   */
  public int lookUp(long[] values, int count, int[] ids) {
    if (slots.length == 0 && count > 0) {
      grow(FEWEST_ENTRIES);
    }
    int[] table = slots;
    long[] known = entries;
    int mask = table.length - 1;
    int shift = shift(table.length);
    for (int i = 0; i < count; i++) {
      long value = values[i];
      int home = home(value, shift);
      int slot = home;
      int idPlusOne = table[slot];
      while (idPlusOne != 0 && known[idPlusOne - 1] != value) {
        slot = (slot + 1) & mask;
        idPlusOne = table[slot];
        if (((slot - home) & mask) == FAR) {
          slot = searchFar(value, home, i);
          if (slot == NOWHERE) {
            return i;
          }
          idPlusOne = table[slot];
          break;
        }
      }
      if (idPlusOne == 0) {
        if (size == mostEntries) {
          return i;
        }
        idPlusOne = add(value, slot);
        table = slots;
        known = entries;
        mask = table.length - 1;
        shift = shift(table.length);
      }
      ids[i] = idPlusOne - 1;
    }
    countLookUps(count);
    return count;
  }

  /**
   * Goes on with a search that has passed {@link #FAR} slots, and shortens the next one for the
   * value.
   *
   * @param uncounted the values looked up since {@link #countLookUps}
   * @return the slot that has the value or is free for it, or {@link #NOWHERE}
   */
  private int searchFar(long value, int home, int uncounted) {
    int mask = slots.length - 1;
    int slot = (home + FAR) & mask;
    while (slots[slot] != 0 && entries[slots[slot] - 1] != value) {
      slot = (slot + 1) & mask;
    }
    if (!maySearch((slot - home) & mask, uncounted)) {
      return NOWHERE;
    }
    if (slots[slot] == 0) {
      return slot;
    }
    int idPlusOne = slots[slot];
    slots[slot] = slots[home];
    slots[home] = idPlusOne;
    return home;
  }

  private int add(long value, int slot) {
    entries[size] = value;
    size++;
    slots[slot] = size;
    if (size == entries.length) {
      grow(2 * size);
    }
    return size;
  }

  private void grow(int room) {
    entries = Arrays.copyOf(entries, room);
    int capacity = slotsFor(room);
    if (capacity != slots.length) {
      rehash(capacity);
    }
  }

  private void rehash(int capacity) {
    slots = new int[capacity];
    int mask = capacity - 1;
    int shift = shift(capacity);
    long passed = 0;
    for (int id = 0; id < size; id++) {
      int home = home(entries[id], shift);
      int slot = home;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      passed += (slot - home) & mask;
      slots[slot] = id + 1;
    }
    countRebuilding(passed);
  }

  /** What a product of values is shifted by to name one of {@code slots}. */
  private static int shift(int slots) {
    return Long.SIZE - Integer.numberOfTrailingZeros(slots);
  }

  /**
   * The slot where a search begins. The highest bits of the product are the most even ones, and
   * spread successive numbers better than chance would.
   */
  private static int home(long value, int shift) {
    return (int) (product(value) >>> shift);
  }

  private static long product(long value) {
    // Doubles often differ in their high bits only, which a product alone would not bring down.
    return (value ^ (value >>> 32)) * MULTIPLIER;
  }

  /** For the sketch, which takes the lowest bits. */
  private static int hash(long value) {
    int upper = (int) (product(value) >>> 32);
    return upper ^ (upper >>> 16);
  }

  @Override
  public int lookUpPlain(ByteArrayBuilder plain, int count, int[] ids) {
    return lookUp(plain.toLongs(count), count, ids);
  }

  @Override
  public void sketch(ByteArrayBuilder plain, int count, DistinctSketch sketch) {
    byte[] bytes = plain.array();
    for (int i = 0; i < count; i++) {
      long value = (long) ByteArrayBuilder.LONG.get(bytes, Long.BYTES * i);
      sketch.add(hash(value), Long.BYTES);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long plainBytes() {
    return (long) Long.BYTES * size;
  }

  @Override
  public void renumber(int[] order) {
    long[] old = entries.clone();
    for (int id = 0; id < size; id++) {
      entries[id] = old[order[id]];
    }
    if (slots.length > 0) {
      rehash(slots.length);
    }
  }

  @Override
  public long entry(int id) {
    return entries[id];
  }

  @Override
  int lookUpEntry(LeafValues from, int entry) {
    int[] id = new int[1];
    long[] value = {((LeafValues.Longs) from).values()[entry]};
    return lookUp(value, 1, id) == 1 ? id[0] : FULL;
  }

  @Override
  public int idOf(long entry) {
    int mask = slots.length - 1;
    int slot = home(entry, shift(slots.length));
    while (entries[slots[slot] - 1] != entry) {
      slot = (slot + 1) & mask;
    }
    return slots[slot] - 1;
  }

  @Override
  public long plainBytes(PageIds ids) {
    return Long.BYTES * (long) ids.count();
  }

  @Override
  public void decode(PageIds ids, ByteArrayBuilder out) {
    int bytes = Math.multiplyExact(ids.count(), Long.BYTES);
    int at = out.reserve(bytes);
    byte[] target = out.array();
    for (int i = 0; i < ids.count(); i++) {
      ByteArrayBuilder.LONG.set(target, at + Long.BYTES * i, entries[ids.id(i)]);
    }
    out.advance(bytes);
  }

  @Override
  public void putEntries(int count, ByteArrayBuilder out) {
    out.putLongsLittleEndian(entries, 0, count);
  }

  @Override
  void keep(int count) {
    size = count;
    entries = count == 0 ? NOTHING : Arrays.copyOf(entries, count);
    slots = NO_SLOTS;
  }

  @Override
  public long retainedBytes() {
    return (long) Long.BYTES * entries.length + (long) Integer.BYTES * slots.length;
  }
}
