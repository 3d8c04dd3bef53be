package io.flinkarrow.parquet.encoding;

import java.util.Arrays;

/**
 * The dictionary of a BYTE_ARRAY or FIXED_LEN_BYTE_ARRAY chunk. The entries lie one behind the
 * other as the dictionary page wants them, with their lengths or without.
 */
final class BytesDictionary extends Dictionary {

  private static final int SLOTS_AN_ENTRY = 2;
  private static final int[] NO_OFFSETS = {0};
  private static final long[] NO_SLOTS = {};

  private final int maximumBytes;
  private final int lengthBytes;
  private final ByteArrayBuilder entries = new ByteArrayBuilder();

  /** Entry {@code id}, with its length, ends where entry {@code id + 1} begins. */
  private int[] offsets = NO_OFFSETS;

  private int size;

  /** The hash in the upper half, the id plus one in the lower one. */
  private long[] slots = NO_SLOTS;

  /**
   * @param lengthBytes the bytes of the length before each entry: 4 for BYTE_ARRAY, or 0
   */
  BytesDictionary(int maximumBytes, int lengthBytes) {
    this.maximumBytes = maximumBytes;
    this.lengthBytes = lengthBytes;
  }

  /** Returns the id of a value, which is added if it is new, or {@link Dictionary#FULL}. */
  int lookUp(byte[] bytes, int from, int length) {
    return lookUp(bytes, from, length, ByteStrings.hash(bytes, from, length));
  }

  /**
   * Writes the ids of values, value {@code i} at {@code bytes[ends[i] .. ends[i + 1])}, to {@code
   * ids} from {@code at} on; returns how many values were taken before the dictionary was full.
   */
  int lookUp(byte[] bytes, int[] ends, int count, int[] ids, int at) {
    long[] table = slots;
    int from = ends[0];
    for (int i = 0; i < count; i++) {
      int length = ends[i + 1] - from;
      int hash = ByteStrings.hash(bytes, from, length);
      // The first slot has most values; everything else is left to a call.
      long found = table.length == 0 ? 0 : table[hash & (table.length - 1)];
      int id = (int) found - 1;
      if (found == 0 || (int) (found >>> 32) != hash || !isEntry(id, bytes, from, length)) {
        id = lookUp(bytes, from, length, hash);
        if (id == FULL) {
          return i;
        }
        table = slots;
      }
      ids[at + i] = id;
      from += length;
    }
    return count;
  }

  private int lookUp(byte[] bytes, int from, int length, int hash) {
    if (slots.length == 0) {
      rehash(SLOTS_AN_ENTRY * FEWEST_ENTRIES);
    }
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (true) {
      long found = slots[slot];
      if (found == 0) {
        return add(bytes, from, length, hash, slot);
      }
      int id = (int) found - 1;
      if ((int) (found >>> 32) == hash && isEntry(id, bytes, from, length)) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean isEntry(int id, byte[] bytes, int from, int length) {
    int start = start(id);
    return offsets[id + 1] - start == length
        && ByteStrings.equal(entries.array(), start, bytes, from, length);
  }

  private int add(byte[] bytes, int from, int length, int hash, int slot) {
    if ((long) entries.length() + lengthBytes + length > maximumBytes) {
      return FULL;
    }
    if (lengthBytes > 0) {
      entries.putIntLittleEndian(length);
    }
    // Room behind the last entry lets it be compared in whole words.
    int at = entries.reserve(length + ByteStrings.SHORT);
    System.arraycopy(bytes, from, entries.array(), at, length);
    entries.advance(length);
    slots[slot] = (long) hash << 32 | (size + 1);
    size++;
    offsets[size] = entries.length();
    if (size + 1 == offsets.length) {
      rehash(2 * slots.length);
    }
    return size - 1;
  }

  /** Grows offsets together with slots. */
  private void rehash(int capacity) {
    offsets = Arrays.copyOf(offsets, capacity / SLOTS_AN_ENTRY);
    long[] old = slots;
    slots = new long[capacity];
    int mask = capacity - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  /** The array that holds the entries. */
  byte[] bytes() {
    return entries.array();
  }

  /** Where the bytes of an entry begin. */
  int start(int id) {
    return offsets[id] + lengthBytes;
  }

  /** Where the bytes of an entry end. */
  int end(int id) {
    return offsets[id + 1];
  }

  @Override
  int size() {
    return size;
  }

  @Override
  long plainBytes() {
    return entries.length();
  }

  @Override
  void decode(int[] ids, int count, ByteArrayBuilder out) {
    byte[] source = entries.array();
    for (int i = 0; i < count; i++) {
      int from = offsets[ids[i]];
      int length = offsets[ids[i] + 1] - from;
      int at = out.reserve(length);
      ByteArrayBuilder.copy(source, from, out.array(), at, length);
      out.advance(length);
    }
  }

  @Override
  void putEntries(int count, ByteArrayBuilder out) {
    out.put(entries.array(), 0, offsets[count]);
  }

  @Override
  void close(int count) {
    size = count;
    slots = NO_SLOTS;
    if (count == 0) {
      entries.release();
      offsets = NO_OFFSETS;
    } else {
      entries.truncate(offsets[count]);
      offsets = Arrays.copyOf(offsets, count + 1);
    }
  }

  @Override
  long retainedBytes() {
    return entries.retainedBytes()
        + (long) Long.BYTES * slots.length
        + (size == 0 && slots.length == 0 ? 0 : (long) Integer.BYTES * offsets.length);
  }
}
