package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Booleans;

/** BOOLEAN. */
public final class BooleanBuffer extends ValueBuffer {

  private final BitBuffer bits;

  public BooleanBuffer(BufferByteCounter held) {
    super(held);
    bits = new BitBuffer(held);
  }

  public void add(boolean value) {
    bits.add(value);
    count++;
  }

  @Override
  long plainBytes(int from, int to) {
    return (long) to - from;
  }

  @Override
  int nullBytes() {
    return 1;
  }

  @Override
  LeafValues slice(int from, int length) {
    return new Booleans(bits.slice(from, length), length);
  }

  @Override
  void clear() {
    super.clear();
    bits.clear();
  }

  @Override
  void release() {
    super.clear();
    bits.release();
  }
}
