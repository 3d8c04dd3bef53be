package io.flinkarrow.parquet.column;

import java.util.Arrays;

/**
 * The dictionary of dictionary-encoded input. Immutable and on the heap: unlike a slice's arrays it
 * may be kept after the call returns, and a column chunk does keep it to map each dictionary's
 * entries to its own ids only once.
 *
 * <p>Two dictionaries are equal when their entries are: the content hash decides quickly that they
 * differ, the entries decide that they are the same. Entries may repeat.
 */
public final class SliceDictionary {

  private final byte[] bytes;
  private final int[] offsets;
  private final int size;
  private final long contentHash;

  /**
   * Takes ownership of the arrays.
   *
   * @param offsets entry {@code i} is {@code bytes[offsets[i] .. offsets[i + 1])}, {@code size + 1}
   *     offsets that never decrease
   * @param contentHash a hash of the entries; equal entries must have equal hashes
   */
  public SliceDictionary(byte[] bytes, int[] offsets, int size, long contentHash) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.size = size;
    this.contentHash = contentHash;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int[] offsets() {
    return offsets;
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

  /** Heap bytes the dictionary occupies. */
  public long retainedBytes() {
    return (long) bytes.length + (long) Integer.BYTES * offsets.length;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof SliceDictionary that
        && contentHash == that.contentHash
        && size == that.size
        && Arrays.equals(offsets, 0, size + 1, that.offsets, 0, size + 1)
        && Arrays.equals(
            bytes, offsets[0], offsets[size], that.bytes, that.offsets[0], that.offsets[size]);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(contentHash);
  }
}
