package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.schema.LeafLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Puts a leaf column's values, which Parquet stores without nulls, into Arrow's buffers, which have
 * a slot for each null as well. This is the reverse of shredding. The slot of a null is filled with
 * zeros.
 *
 * @param layout the Arrow layout, one of those that columns of rows have
 */
public record SlotValues(LeafLayout layout, LeafValues values, FieldSlots slots) {

  /** The buffers behind the validity. What they are copied from stays lent until the plan is. */
  void planInto(BodyPlan plan) {
    if (values instanceof LeafValues.Booleans booleans) {
      plan.buffer(
          FieldSlots.bytes(slots.count()), (target, offset) -> bits(booleans, target, offset));
    } else if (values instanceof LeafValues.Ints ints) {
      fixed(plan, (out, at, value) -> number(out, at, ints.values()[value]));
    } else if (values instanceof LeafValues.Longs longs) {
      fixed(plan, (out, at, value) -> number(out, at, longs.values()[value]));
    } else if (values instanceof LeafValues.FixedBytes bytes) {
      fixed(plan, (out, at, value) -> reversed(bytes, value, out, at));
    } else if (values instanceof LeafValues.Bytes bytes) {
      plan.buffer(
          (slots.count() + 1L) * Integer.BYTES,
          (target, offset) -> offsets(bytes.offsets(), target, offset));
      int length = bytes.offsets()[bytes.count()];
      plan.buffer(
          length, (target, offset) -> System.arraycopy(bytes.bytes(), 0, target, offset, length));
    } else {
      throw new IllegalStateException("Rows have no values of " + values.getClass());
    }
  }

  /** Puts value number {@code value} to where its slot is. */
  private interface Put {
    void value(ByteBuffer out, int at, int value);
  }

  private void fixed(BodyPlan plan, Put put) {
    int width = width(layout);
    plan.buffer(
        (long) slots.count() * width,
        (target, offset) -> {
          ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
          int value = 0;
          for (int slot = 0; slot < slots.count(); slot++) {
            if (slots.isValid(slot)) {
              put.value(out, offset + slot * width, value++);
            }
          }
        });
  }

  /** Bytes of a slot of a layout that has whole and equally many ones. */
  public static int width(LeafLayout layout) {
    if (layout instanceof LeafLayout.SmallIntegers small) {
      return small.byteWidth();
    } else if (layout instanceof LeafLayout.Words32) {
      return Integer.BYTES;
    } else if (layout instanceof LeafLayout.Words64) {
      return Long.BYTES;
    } else if (layout instanceof LeafLayout.Decimals decimals) {
      return decimals.byteWidth();
    }
    throw new IllegalStateException("Rows have no slots of layout " + layout);
  }

  private void number(ByteBuffer out, int at, long value) {
    int width = width(layout);
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
  private void reversed(LeafValues.FixedBytes bytes, int value, ByteBuffer out, int at) {
    int first = value * bytes.width();
    byte sign = (byte) (bytes.bytes()[first] >> (Byte.SIZE - 1));
    for (int i = 0; i < width(layout); i++) {
      out.put(at + i, i < bytes.width() ? bytes.bytes()[first + bytes.width() - 1 - i] : sign);
    }
  }

  private void bits(LeafValues.Booleans booleans, byte[] target, int offset) {
    if (slots.noneIsNull()) {
      FieldSlots.copyBits(booleans.words(), slots.count(), target, offset);
      return;
    }
    int value = 0;
    for (int slot = 0; slot < slots.count(); slot++) {
      if (slots.isValid(slot)) {
        long bit = booleans.words()[value >>> 6] >>> value & 1;
        target[offset + (slot >>> 3)] |= (byte) (bit << (slot & 7));
        value++;
      }
    }
  }

  /** A null's text is empty. */
  private void offsets(int[] ends, byte[] target, int offset) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    int value = 0;
    for (int slot = 0; slot < slots.count(); slot++) {
      value += slots.isValid(slot) ? 1 : 0;
      out.putInt(offset + (slot + 1) * Integer.BYTES, ends[value]);
    }
  }
}
