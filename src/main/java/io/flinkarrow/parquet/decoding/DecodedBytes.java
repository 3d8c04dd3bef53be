package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Arrays;

/**
 * BYTE_ARRAY. A few bytes of a page can stand for a long value again and again, so it takes values
 * only as long as it is not full.
 */
public final class DecodedBytes extends DecodedValues {

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private int[] offsets = {0};
  private int mostBytes;

  /** Bytes of the values that are held as ids. */
  private int bytesOfIds;

  @Override
  public void limit(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Whether a value with so many bytes is not to be appended within the limit. */
  boolean hasNoRoomFor(int length) {
    return length > mostBytes - heldBytes();
  }

  @Override
  public long bytes() {
    return super.bytes() + heldBytes();
  }

  private int heldBytes() {
    return bytes.length() + bytesOfIds;
  }

  /** Counts the bytes of values that are held as ids. */
  void addBytesOfIds(int length) {
    bytesOfIds += length;
  }

  @Override
  public long bytesBesideSlots(int first) {
    return areIds() ? bytesOfIds(first) : offsets[first];
  }

  /** Makes room for the ends of {@code count} more values. */
  int[] reserve(int count) {
    resolveIds();
    int needed = Math.addExact(count() + 1, count);
    if (needed > offsets.length) {
      offsets = Arrays.copyOf(offsets, ArrayGrowth.grown(offsets.length, needed));
    }
    return offsets;
  }

  /** Appends a value; there must be room for its end. */
  void append(byte[] array, int from, int length) {
    int to = bytes.reserve(length);
    ByteArrayBuilder.copy(array, from, bytes.array(), to, length);
    bytes.advance(length);
    advance(1);
    offsets[count()] = bytes.length();
  }

  /**
   * Appends parts of an array, all of which have room within the limit.
   *
   * @param starts part {@code id} is {@code array[starts[id] .. starts[id + 1])}
   * @param ids of the parts
   * @param longest what a part has at most; room for as many bytes each is made at once
   */
  void appendParts(byte[] array, int[] starts, int[] ids, int from, int count, int longest) {
    int[] ends = reserve(count);
    int first = bytes.reserve(count * longest);
    byte[] target = bytes.array();
    int end = count() + 1;
    int to = first;
    for (int i = from; i < from + count; i++) {
      int start = starts[ids[i]];
      int length = starts[ids[i] + 1] - start;
      ByteArrayBuilder.copy(array, start, target, to, length);
      to += length;
      ends[end++] = to;
    }
    bytes.advance(to - first);
    advance(count);
  }

  @Override
  LeafValues lend(int first) {
    return new LeafValues.Bytes(bytes.array(), offsets, first);
  }

  @Override
  void resolve(PageDictionary<?> entries, int[] ids, int held) {
    bytesOfIds = 0;
    reserve(held);
    for (int i = 0; i < held; i++) {
      ((PageDictionary.Bytes) entries).appendEntry(ids[i], this);
    }
  }

  @Override
  void dropIds(PageDictionary<?> entries, int[] held, int first) {
    bytesOfIds = 0;
    for (int i = first; i < count(); i++) {
      bytesOfIds += ((PageDictionary.Bytes) entries).length(held[i]);
    }
  }

  @Override
  void moveToFront(int first, int kept) {
    int start = offsets[first];
    int length = offsets[first + kept] - start;
    System.arraycopy(bytes.array(), start, bytes.array(), 0, length);
    bytes.truncate(length);
    for (int i = 0; i <= kept; i++) {
      offsets[i] = offsets[first + i] - start;
    }
  }

  @Override
  public int slotBytes() {
    return Integer.BYTES;
  }

  @Override
  void trimValues() {
    offsets = Arrays.copyOf(offsets, count() + 1);
    bytes.trim();
  }

  @Override
  long valueBytes() {
    return bytes.retainedBytes() + (long) Integer.BYTES * offsets.length;
  }
}
