package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.ByteCopy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Offsets, 32 or 64 bits wide, read and moved so that they start at another base. */
enum OffsetCopy {
  INT(Integer.BYTES),
  LONG(Long.BYTES);

  final int width;

  OffsetCopy(int width) {
    this.width = width;
  }

  /**
   * @param width bytes per offset, as a layout has it
   */
  static OffsetCopy of(int width) {
    return width == Integer.BYTES ? INT : LONG;
  }

  long at(ByteBuffer offsets, int index) {
    return switch (this) {
      case INT -> offsets.getInt(index * Integer.BYTES);
      case LONG -> offsets.getLong(index * Long.BYTES);
    };
  }

  void put(ByteBuffer out, int position, long offset) {
    switch (this) {
      case INT -> out.putInt(position, (int) offset);
      case LONG -> out.putLong(position, offset);
    }
  }

  /**
   * Copies the offsets of chosen slots so that each begins where the one before ends.
   *
   * @param offsets of an array
   */
  void copyRuns(ByteBuffer offsets, SlotRuns slots, byte[] target, int offset) {
    byte[] source = offsets.array();
    switch (this) {
      case INT -> copyIntRuns(source, offsets.arrayOffset(), slots, target, offset);
      case LONG -> copyLongRuns(source, offsets.arrayOffset(), slots, target, offset);
    }
  }

  /** The first offset is zero, as the target is. */
  private static void copyIntRuns(
      byte[] source, int base, SlotRuns slots, byte[] target, int offset) {
    int position = offset;
    int end = 0;
    for (int run = 0; run < slots.runs(); run++) {
      int from = base + slots.start(run) * Integer.BYTES;
      int moved = (int) ByteCopy.INTS.get(source, from) - end;
      for (int slot = 0; slot < slots.length(run); slot++) {
        from += Integer.BYTES;
        position += Integer.BYTES;
        end = (int) ByteCopy.INTS.get(source, from) - moved;
        ByteCopy.INTS.set(target, position, end);
      }
    }
  }

  private static void copyLongRuns(
      byte[] source, int base, SlotRuns slots, byte[] target, int offset) {
    int position = offset;
    long end = 0;
    for (int run = 0; run < slots.runs(); run++) {
      int from = base + slots.start(run) * Long.BYTES;
      long moved = (long) ByteCopy.LONGS.get(source, from) - end;
      for (int slot = 0; slot < slots.length(run); slot++) {
        from += Long.BYTES;
        position += Long.BYTES;
        end = (long) ByteCopy.LONGS.get(source, from) - moved;
        ByteCopy.LONGS.set(target, position, end);
      }
    }
  }

  /** Copies {@code count} offsets, each less {@code base}. */
  void copy(ByteBuffer offsets, int from, int count, long base, byte[] target, int offset) {
    if (base == 0) {
      offsets.get(from * width, target, offset, count * width);
      return;
    }
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    switch (this) {
      case INT -> {
        for (int i = 0; i < count; i++) {
          out.putInt(
              offset + i * Integer.BYTES,
              (int) (offsets.getInt((from + i) * Integer.BYTES) - base));
        }
      }
      case LONG -> {
        for (int i = 0; i < count; i++) {
          out.putLong(offset + i * Long.BYTES, offsets.getLong((from + i) * Long.BYTES) - base);
        }
      }
    }
  }
}
