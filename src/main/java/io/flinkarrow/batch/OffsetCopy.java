package io.flinkarrow.batch;

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
