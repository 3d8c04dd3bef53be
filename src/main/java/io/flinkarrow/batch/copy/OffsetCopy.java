package io.flinkarrow.batch.copy;

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

  /** Copies the offsets of chosen slots so that each begins where the one before ends. */
  void copyRuns(ByteBuffer offsets, SlotRuns slots, byte[] target, int offset) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    int position = offset;
    long end = 0;
    put(out, position, end);
    for (int run = 0; run < slots.runs(); run++) {
      int first = slots.start(run);
      long base = at(offsets, first) - end;
      for (int slot = first + 1; slot <= first + slots.length(run); slot++) {
        position += width;
        end = at(offsets, slot) - base;
        put(out, position, end);
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
