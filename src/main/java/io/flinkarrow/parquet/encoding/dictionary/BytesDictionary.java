package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.bytes.ByteStrings;
import java.util.Arrays;

/**
 * The dictionary of a BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY or INT96 chunk. The entries lie one behind
 * the other as the dictionary page wants them, with their lengths or without.
 */
public final class BytesDictionary extends Dictionary {

  private static final int[] NO_OFFSETS = {0};
  private static final int[] NO_SLOTS = {};

  private final int maximumBytes;
  private final int lengthBytes;
  private final int width;
  private final ByteArrayBuilder entries = new ByteArrayBuilder();

  /** Entry {@code id}, with its length, ends where entry {@code id + 1} begins. */
  private int[] offsets = NO_OFFSETS;

  private int size;

  /** The id plus one in the lower bits, as many of the hash's upper bits as fit above it. */
  private int[] slots = NO_SLOTS;

  /** The bits of a slot that hold the id. */
  private int idMask;

  private BytesDictionary(int maximumBytes, int lengthBytes, int width) {
    this.maximumBytes = maximumBytes;
    this.lengthBytes = lengthBytes;
    this.width = width;
  }

  /** Of BYTE_ARRAY values, each behind its length. */
  public static BytesDictionary ofVariableWidth(int maximumBytes) {
    return new BytesDictionary(maximumBytes, Integer.BYTES, 0);
  }

  /** Of values that all have one width. */
  public static BytesDictionary ofFixedWidth(int maximumBytes, int width) {
    return new BytesDictionary(maximumBytes, 0, width);
  }

  /** Returns the id of a value, which is added if it is new, or {@link Dictionary#FULL}. */
  public int lookUp(byte[] bytes, int from, int length) {
    return lookUp(bytes, from, length, maximumBytes);
  }

  /** The same for an entry of a dictionary that came with ids. */
  public int lookUpEntry(byte[] bytes, int from, int length) {
    long entryBytes = (long) entries.length() + lengthBytes + length;
    int most = DictionaryLimit.withIds(maximumBytes, size + 1, entryBytes);
    return lookUp(bytes, from, length, most);
  }

  /** The same for the values of runs, value {@code i} at {@code bytes[ends[i] .. ends[i + 1])}. */
  public int lookUpEntries(byte[] bytes, int[] ends, int count, int[] ids) {
    for (int i = 0; i < count; i++) {
      ids[i] = lookUpEntry(bytes, ends[i], ends[i + 1] - ends[i]);
      if (ids[i] == FULL) {
        return i;
      }
    }
    return count;
  }

  @Override
  public boolean hasLongEntries() {
    return DictionaryLimit.areLong(size, entries.length());
  }

  private int lookUp(byte[] bytes, int from, int length, int mostBytes) {
    int id = lookUp(bytes, from, length, ByteStrings.hash(bytes, from, length), 0, mostBytes);
    countLookUps(1);
    return id;
  }

  /**
   * Writes the ids of values, value {@code i} at {@code bytes[ends[i] .. ends[i + 1])}, to {@code
   * ids}; returns how many values were taken before the dictionary was full.
   */
  public int lookUp(byte[] bytes, int[] ends, int count, int[] ids) {
    if (slots.length == 0 && count > 0) {
      grow(FEWEST_ENTRIES);
    }
    int[] table = slots;
    int mask = idMask;
    int from = ends[0];
    for (int i = 0; i < count; i++) {
      int length = ends[i + 1] - from;
      int hash = ByteStrings.hash(bytes, from, length);
      // The first slot has most values; everything else is left to a call.
      int found = table[hash & (table.length - 1)];
      int id = (found & mask) - 1;
      if (id < 0 || ((found ^ hash) & ~mask) != 0 || !isEntry(id, bytes, from, length)) {
        id = lookUp(bytes, from, length, hash, i, maximumBytes);
        if (id == FULL) {
          return i;
        }
        table = slots;
        mask = idMask;
      }
      ids[i] = id;
      from += length;
    }
    countLookUps(count);
    return count;
  }

  @Override
  public int lookUpPlain(ByteArrayBuilder plain, int count, int[] ids) {
    byte[] bytes = plain.array();
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = lengthAt(bytes, at);
      ids[i] = lookUp(bytes, at + lengthBytes, length);
      if (ids[i] == FULL) {
        return i;
      }
      at += lengthBytes + length;
    }
    return count;
  }

  @Override
  public void sketch(ByteArrayBuilder plain, int count, DistinctSketch sketch) {
    byte[] bytes = plain.array();
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = lengthAt(bytes, at);
      sketch.add(ByteStrings.hash(bytes, at + lengthBytes, length), lengthBytes + length);
      at += lengthBytes + length;
    }
  }

  private int lengthAt(byte[] plain, int at) {
    return lengthBytes == 0 ? width : (int) ByteArrayBuilder.INT.get(plain, at);
  }

  private int lookUp(byte[] bytes, int from, int length, int hash, int uncounted, int mostBytes) {
    if (slots.length == 0) {
      grow(FEWEST_ENTRIES);
    }
    int mask = slots.length - 1;
    int home = hash & mask;
    int slot = home;
    int id = (slots[slot] & idMask) - 1;
    while (id >= 0
        && (((slots[slot] ^ hash) & ~idMask) != 0 || !isEntry(id, bytes, from, length))) {
      slot = (slot + 1) & mask;
      id = (slots[slot] & idMask) - 1;
    }
    int passed = (slot - home) & mask;
    if (passed >= FAR && !maySearch(passed, uncounted)) {
      return FULL;
    }
    if (id < 0) {
      return add(bytes, from, length, hash, slot, mostBytes);
    }
    if (passed >= FAR) {
      int found = slots[slot];
      slots[slot] = slots[home];
      slots[home] = found;
    }
    return id;
  }

  private boolean isEntry(int id, byte[] bytes, int from, int length) {
    int start = start(id);
    return offsets[id + 1] - start == length
        && ByteStrings.equal(entries.array(), start, bytes, from, length);
  }

  private int add(byte[] bytes, int from, int length, int hash, int slot, int mostBytes) {
    long bytesWithIt = (long) entries.length() + lengthBytes + length;
    if (bytesWithIt > mostBytes) {
      return FULL;
    }
    if (bytesWithIt > maximumBytes) {
      entries.reserveClosely(lengthBytes + length + ByteStrings.SHORT);
    }
    if (lengthBytes > 0) {
      entries.putIntLittleEndian(length);
    }
    // Room behind the last entry lets it be compared in whole words.
    int at = entries.reserve(length + ByteStrings.SHORT);
    System.arraycopy(bytes, from, entries.array(), at, length);
    entries.advance(length);
    size++;
    slots[slot] = (hash & ~idMask) | size;
    offsets[size] = entries.length();
    if (size + 1 == offsets.length) {
      grow(2 * offsets.length);
    }
    return size - 1;
  }

  /** Makes room for entries, one less than given, a power of two. */
  private void grow(int room) {
    offsets = Arrays.copyOf(offsets, room);
    idMask = room - 1;
    slots = new int[slotsFor(room)];
    int mask = slots.length - 1;
    long passed = 0;
    for (int id = 0; id < size; id++) {
      int start = start(id);
      int hash = ByteStrings.hash(entries.array(), start, offsets[id + 1] - start);
      int home = hash & mask;
      int slot = home;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      passed += (slot - home) & mask;
      slots[slot] = (hash & ~idMask) | (id + 1);
    }
    countRebuilding(passed);
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
  public int size() {
    return size;
  }

  @Override
  public long plainBytes() {
    return entries.length();
  }

  @Override
  public long plainBytes(PageIds ids) {
    long bytes = 0;
    for (int i = 0; i < ids.count(); i++) {
      bytes += offsets[ids.id(i) + 1] - offsets[ids.id(i)];
    }
    return bytes;
  }

  @Override
  public void decode(PageIds ids, ByteArrayBuilder out) {
    byte[] source = entries.array();
    for (int i = 0; i < ids.count(); i++) {
      int from = offsets[ids.id(i)];
      int length = offsets[ids.id(i) + 1] - from;
      int at = out.reserve(length);
      ByteArrayBuilder.copy(source, from, out.array(), at, length);
      out.advance(length);
    }
  }

  @Override
  public void putEntries(int count, ByteArrayBuilder out) {
    if (offsets[count] > maximumBytes) {
      out.reserveClosely(offsets[count]);
    }
    out.put(entries.array(), 0, offsets[count]);
  }

  @Override
  void keep(int count) {
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
  public long retainedBytes() {
    return entries.retainedBytes()
        + (long) Integer.BYTES * slots.length
        + (size == 0 && slots.length == 0 ? 0 : (long) Integer.BYTES * offsets.length);
  }
}
