package io.flinkarrow.reconcile.values;

import io.flinkarrow.batch.body.BodyPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** OffsetConversion into data or children, 4 or 8 bytes wide. */
public final class OffsetConversion {

  private OffsetConversion() {}

  /** Checked offsets lead into arrays, so that they have no more than 31 bits. */
  static int at(ByteBuffer offsets, int index, int width) {
    return width == Integer.BYTES
        ? offsets.getInt(index * Integer.BYTES)
        : (int) offsets.getLong(index * Long.BYTES);
  }

  static void put(ByteBuffer target, int position, long offset, int width) {
    if (width == Integer.BYTES) {
      target.putInt(position, (int) offset);
    } else {
      target.putLong(position, offset);
    }
  }

  public static ByteBuffer littleEndian(byte[] target) {
    return ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The offsets of a column in another width; one even of no slots. */
  public static void plan(SourceColumn source, int fromWidth, int toWidth, BodyPlan plan) {
    ByteBuffer offsets = source.buffers().get(1);
    int count = source.length() == 0 ? 0 : source.length() + 1;
    plan.buffer(
        Math.max(1L, count) * toWidth,
        (target, position) -> {
          ByteBuffer out = littleEndian(target);
          for (int i = 0; i < count; i++) {
            put(out, position + i * toWidth, at(offsets, i, fromWidth), toWidth);
          }
        });
  }
}
