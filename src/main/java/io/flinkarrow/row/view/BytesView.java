package io.flinkarrow.row.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.binary.BinaryStringData;

/** Stretches of bytes by offsets: strings, which are parts of the batch, and copies of binaries. */
abstract class BytesView extends ColumnView {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int offsets;
  private final int data;

  /**
   * @param offsets of 32 bits; a part of the same array as the data
   */
  BytesView(Slots slots, ByteBuffer offsets, ByteBuffer data) {
    super(slots);
    this.bytes = data.array();
    this.offsets = offsets.arrayOffset();
    this.data = data.arrayOffset();
  }

  final byte[] bytes() {
    return bytes;
  }

  private int offset(int slot) {
    return (int) INT.get(bytes, offsets + slot * Integer.BYTES);
  }

  final int start(int slot) {
    return data + offset(slot);
  }

  final int length(int slot) {
    return offset(slot + 1) - offset(slot);
  }

  static final class Strings extends BytesView {

    private final MemorySegment[] segments;

    Strings(Slots slots, ByteBuffer offsets, ByteBuffer data) {
      super(slots, offsets, data);
      this.segments = new MemorySegment[] {MemorySegmentFactory.wrap(bytes())};
    }

    @Override
    public Object value(int slot) {
      return BinaryStringData.fromAddress(segments, start(slot), length(slot));
    }
  }

  static final class Binaries extends BytesView {

    Binaries(Slots slots, ByteBuffer offsets, ByteBuffer data) {
      super(slots, offsets, data);
    }

    @Override
    public Object value(int slot) {
      int start = start(slot);
      return Arrays.copyOfRange(bytes(), start, start + length(slot));
    }
  }
}
