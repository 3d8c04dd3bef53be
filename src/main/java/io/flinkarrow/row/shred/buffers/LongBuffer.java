package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import java.util.Arrays;

/** INT64, and DOUBLE as raw bits. */
public final class LongBuffer extends ValueBuffer {

  private long[] values = {};

  public LongBuffer(BufferByteCounter held) {
    super(held);
  }

  public void add(long value) {
    if (count == values.length) {
      grow();
    }
    values[count++] = value;
  }

  private void grow() {
    int before = values.length;
    values = Arrays.copyOf(values, grown(before, before + 1));
    held.grow((long) Long.BYTES * (values.length - before));
  }

  @Override
  long plainBytes(int from, int to) {
    return (long) Long.BYTES * (to - from);
  }

  @Override
  int nullBytes() {
    return Long.BYTES;
  }

  @Override
  LeafValues slice(int from, int length) {
    return new Longs(from == 0 ? values : Arrays.copyOfRange(values, from, from + length), length);
  }

  @Override
  void release() {
    clear();
    held.grow(-(long) Long.BYTES * values.length);
    values = new long[0];
  }
}
