package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import java.util.Arrays;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** BYTE_ARRAY. */
final class BytesBuffer extends ValueBuffer {

  /** Where the first value begins, and each ends. */
  private int[] offsets = {};

  private byte[] bytes = {};

  BytesBuffer(HeldBytes held) {
    super(held);
  }

  void add(byte[] value) {
    int at = reserve(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  /** UTF-8, out of Flink's memory segment without a copy in between where it lies in only one. */
  void add(StringData value) {
    BinaryStringData text = (BinaryStringData) value;
    text.ensureMaterialized();
    MemorySegment[] segments = text.getSegments();
    if (segments.length == 1) {
      int length = text.getSizeInBytes();
      int at = reserve(length);
      copy(segments[0], text.getOffset(), at, length);
    } else {
      add(text.toBytes());
    }
  }

  /** Texts are short: for them this is faster than the segment's own way. */
  private void copy(MemorySegment segment, int from, int at, int length) {
    if (segment.isOffHeap()) {
      segment.get(from, bytes, at, length);
    } else {
      System.arraycopy(segment.getArray(), from, bytes, at, length);
    }
  }

  /** Room for a value, which becomes the last one. */
  private int reserve(int length) {
    if (count + 2 > offsets.length) {
      int before = offsets.length;
      offsets = Arrays.copyOf(offsets, grown(before, count + 2));
      held.grow((long) Integer.BYTES * (offsets.length - before));
    }
    int at = offsets[count];
    if (length > bytes.length - at) {
      int before = bytes.length;
      bytes = Arrays.copyOf(bytes, grown(before, at + length));
      held.grow((long) bytes.length - before);
    }
    held.vary(length);
    offsets[++count] = at + length;
    return at;
  }

  @Override
  long plainBytes(int from, int to) {
    return from == to ? 0 : (long) offsets[to] - offsets[from] + (long) Integer.BYTES * (to - from);
  }

  @Override
  long textBytes() {
    return count == 0 ? 0 : offsets[count];
  }

  @Override
  int nullBytes() {
    return Integer.BYTES;
  }

  @Override
  LeafValues slice(int from, int length) {
    if (from == 0) {
      return new Bytes(bytes, length == 0 ? new int[1] : offsets, length);
    }
    return new Bytes(bytes, Arrays.copyOfRange(offsets, from, from + length + 1), length);
  }

  @Override
  void release() {
    clear();
    held.grow(-(long) Integer.BYTES * offsets.length - bytes.length);
    offsets = new int[0];
    bytes = new byte[0];
  }
}
