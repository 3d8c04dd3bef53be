package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import java.util.Arrays;

/** INT32, and FLOAT as raw bits. */
public final class IntBuffer extends ValueBuffer {

  private int[] values = {};

  public IntBuffer(BufferByteCounter held) {
    super(held);
  }

  public void add(int value) {
    if (count == values.length) {
      grow();
    }
    values[count++] = value;
  }

  private void grow() {
    int before = values.length;
    values = Arrays.copyOf(values, grown(before, before + 1));
    held.grow((long) Integer.BYTES * (values.length - before));
  }

  @Override
  long plainBytes(int from, int to) {
    return (long) Integer.BYTES * (to - from);
  }

  @Override
  int nullBytes() {
    return Integer.BYTES;
  }

  @Override
  LeafValues slice(int from, int length) {
    return new Ints(from == 0 ? values : Arrays.copyOfRange(values, from, from + length), length);
  }

  @Override
  void release() {
    clear();
    held.grow(-(long) Integer.BYTES * values.length);
    values = new int[0];
  }
}
