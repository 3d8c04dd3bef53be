package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import java.util.Arrays;

/** FIXED_LEN_BYTE_ARRAY, and INT96 with a width of 12. */
public final class FixedBytesBuffer extends ValueBuffer {

  private final int width;
  private byte[] bytes = {};

  public FixedBytesBuffer(int width, BufferByteCounter held) {
    super(held);
    this.width = width;
  }

  public int width() {
    return width;
  }

  /** Room for one more value: the {@link #width()} bytes of {@link #bytes()} from here on. */
  public int reserve() {
    int at = count * width;
    if (width > bytes.length - at) {
      int before = bytes.length;
      bytes = Arrays.copyOf(bytes, grown(before, Math.max(at + width, FIRST_CAPACITY * width)));
      held.grow((long) bytes.length - before);
    }
    count++;
    return at;
  }

  /** What {@link #reserve()} made room in; valid until it is called again. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  long plainBytes(int from, int to) {
    return (long) width * (to - from);
  }

  @Override
  int nullBytes() {
    return width;
  }

  @Override
  LeafValues slice(int from, int length) {
    return new FixedBytes(
        from == 0 ? bytes : Arrays.copyOfRange(bytes, from * width, (from + length) * width),
        width,
        length);
  }

  @Override
  void release() {
    clear();
    held.grow(-(long) bytes.length);
    bytes = new byte[0];
  }
}
