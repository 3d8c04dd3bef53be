package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers in little-endian two's complement, with more or fewer bytes than Parquet's; the reverse of
 * fixed bytes, which Parquet has in big-endian order.
 */
public record NumberSlots(int width) implements SlotForm {

  @Override
  public void planInto(BodyPlan plan, FieldSlots slots, LeafValues values) {
    plan.buffer(
        (long) slots.count() * width,
        (target, at) -> {
          ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
          slots.forEachRun(runs(values, out, at));
        });
  }

  private FieldSlots.Run runs(LeafValues values, ByteBuffer out, int at) {
    if (values instanceof Ints ints) {
      return width == Integer.BYTES
          ? (slot, value, count) ->
              out.slice(at + slot * width, count * width)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .asIntBuffer()
                  .put(ints.values(), value, count)
          : (slot, value, count) -> numbers(ints, value, count, out, at + slot * width);
    }
    if (values instanceof Longs longs) {
      return width == Long.BYTES
          ? (slot, value, count) ->
              out.slice(at + slot * width, count * width)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .asLongBuffer()
                  .put(longs.values(), value, count)
          : (slot, value, count) -> numbers(longs, value, count, out, at + slot * width);
    }
    if (values instanceof FixedBytes bytes) {
      return (slot, value, count) -> {
        for (int i = 0; i < count; i++) {
          reversed(bytes, value + i, out, at + (slot + i) * width);
        }
      };
    }
    throw SlotForm.unexpected(this, values);
  }

  private void numbers(Ints ints, int value, int count, ByteBuffer out, int at) {
    for (int i = 0; i < count; i++) {
      number(out, at + i * width, ints.values()[value + i]);
    }
  }

  private void numbers(Longs longs, int value, int count, ByteBuffer out, int at) {
    for (int i = 0; i < count; i++) {
      number(out, at + i * width, longs.values()[value + i]);
    }
  }

  private void number(ByteBuffer out, int at, long value) {
    switch (width) {
      case Byte.BYTES -> out.put(at, (byte) value);
      case Short.BYTES -> out.putShort(at, (short) value);
      case Integer.BYTES -> out.putInt(at, (int) value);
      default -> {
        out.putLong(at, value);
        for (int i = Long.BYTES; i < width; i += Long.BYTES) {
          out.putLong(at + i, value >> (Long.SIZE - 1));
        }
      }
    }
  }

  /** From big-endian to little-endian, extended by the sign. */
  private void reversed(FixedBytes bytes, int value, ByteBuffer out, int at) {
    int first = value * bytes.width();
    byte sign = (byte) (bytes.bytes()[first] >> (Byte.SIZE - 1));
    for (int i = 0; i < width; i++) {
      out.put(at + i, i < bytes.width() ? bytes.bytes()[first + bytes.width() - 1 - i] : sign);
    }
  }
}
