package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** BYTE_ARRAY. */
public final class BytesBuffer extends ValueBuffer {

  private static final int MAXIMUM_SHORT_LENGTH = 48;

  /** Where the first value begins, and each ends. */
  private int[] offsets = {};

  private byte[] bytes = {};

  public BytesBuffer(BufferByteCounter held) {
    super(held);
  }

  public void add(byte[] value) {
    int at = reserve(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  /**
   * UTF-8: out of Flink's memory segment without a copy in between where it lies in only one, or
   * out of the Java string if there are no bytes yet.
   */
  public void add(StringData value) {
    BinaryStringData string = (BinaryStringData) value;
    if (string.getBinarySection() == null) {
      add(string.getJavaObject());
      return;
    }
    MemorySegment[] segments = string.getSegments();
    if (segments.length == 1) {
      int length = string.getSizeInBytes();
      int at = reserve(length);
      copy(segments[0], string.getOffset(), at, length);
    } else {
      add(string.toBytes());
    }
  }

  /** Short ASCII strings go straight into the buffer; the JVM encodes others faster. */
  private void add(String value) {
    int length = value.length();
    if (length > MAXIMUM_SHORT_LENGTH || !addAscii(value, length)) {
      add(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Adds nothing if a character is not ASCII. */
  private boolean addAscii(String value, int length) {
    makeRoom(length);
    int at = offsets[count];
    for (int i = 0; i < length; i++) {
      char character = value.charAt(i);
      if (character >= 0x80) {
        return false;
      }
      bytes[at + i] = (byte) character;
    }
    append(length);
    return true;
  }

  /** Strings are short: for them this is faster than the segment's own way. */
  private void copy(MemorySegment segment, int from, int at, int length) {
    if (segment.isOffHeap()) {
      segment.get(from, bytes, at, length);
    } else {
      System.arraycopy(segment.getArray(), from, bytes, at, length);
    }
  }

  /** Room for a value, which becomes the last one. */
  private int reserve(int length) {
    makeRoom(length);
    int at = offsets[count];
    append(length);
    return at;
  }

  private void makeRoom(int length) {
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
  }

  private void append(int length) {
    held.vary(length);
    offsets[count + 1] = offsets[count] + length;
    count++;
  }

  @Override
  long plainBytes(int from, int to) {
    return from == to ? 0 : (long) offsets[to] - offsets[from] + (long) Integer.BYTES * (to - from);
  }

  @Override
  long stringBytes() {
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
