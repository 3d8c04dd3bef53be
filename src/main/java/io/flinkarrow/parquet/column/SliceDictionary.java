package io.flinkarrow.parquet.column;

import javax.annotation.Nullable;

/**
 * The dictionary of dictionary-encoded input. Immutable and on the heap; entries may repeat.
 *
 * <p>Whoever shreds owns it and hands in the same one for as long as it can, for all columns and
 * writers. What a column chunk remembers about it, it remembers under {@link #identity()}, which
 * keeps no entries.
 */
public final class SliceDictionary {

  /** Heap of the objects beside what their arrays hold. */
  private static final int OBJECT_BYTES = 112;

  private final byte[] bytes;
  private final int[] offsets;
  private final int size;
  @Nullable private final byte[] validity;
  private final Object identity = new Object();

  /** Without null entries. */
  public SliceDictionary(byte[] bytes, int[] offsets, int size) {
    this(bytes, offsets, size, null);
  }

  /**
   * Takes ownership of the arrays.
   *
   * @param offsets entry {@code i} is {@code bytes[offsets[i] .. offsets[i + 1])}, {@code size + 1}
   *     offsets that never decrease
   * @param validity a bit for each entry, least significant first, 0 if it is null; null if none is
   */
  public SliceDictionary(byte[] bytes, int[] offsets, int size, @Nullable byte[] validity) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.size = size;
    this.validity = validity;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** The number of entries. */
  public int size() {
    return size;
  }

  public int offset(int id) {
    return offsets[id];
  }

  public int length(int id) {
    return offsets[id + 1] - offsets[id];
  }

  public boolean hasNulls() {
    return validity != null;
  }

  /** Whether the entry is null; no value of a slice refers to such. */
  public boolean isNull(int id) {
    return validity != null && (validity[id >>> 3] >>> (id & 7) & 1) == 0;
  }

  /** Stands for this dictionary alone, and may be kept when the dictionary is gone. */
  public Object identity() {
    return identity;
  }

  /** Heap bytes the dictionary occupies. */
  public long retainedBytes() {
    return OBJECT_BYTES
        + (long) bytes.length
        + (long) Integer.BYTES * offsets.length
        + (validity == null ? 0 : validity.length);
  }
}
