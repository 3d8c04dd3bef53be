package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Puts a leaf column's values, which Parquet stores without nulls, into Arrow's buffers, which have
 * a slot for each null as well. This is the reverse of shredding. The slot of a null is filled with
 * zeros.
 *
 * @param width bytes of a slot, where slots have whole and equally many ones
 */
record SlotValues(int width, FieldSlots slots)
    implements LeafValues.Visitor<List<SlotValues.ValueBuffer>> {

  /** A buffer behind the validity, before its bytes are copied. */
  record ValueBuffer(long length, BodyPlan.Copy copy) {}

  /** Adds the buffers of values, which stay lent until the plan is copied. */
  void planInto(BodyPlan plan, LeafValues values) {
    for (ValueBuffer buffer : values.accept(this)) {
      plan.buffer(buffer.length, buffer.copy);
    }
  }

  @Override
  public List<ValueBuffer> booleans(LeafValues.Booleans booleans) {
    return List.of(
        new ValueBuffer(
            FieldSlots.bytes(slots.count()), (target, offset) -> bits(booleans, target, offset)));
  }

  @Override
  public List<ValueBuffer> ints(LeafValues.Ints ints) {
    return fixed((out, at, value) -> number(out, at, ints.values()[value]));
  }

  @Override
  public List<ValueBuffer> longs(LeafValues.Longs longs) {
    return fixed((out, at, value) -> number(out, at, longs.values()[value]));
  }

  @Override
  public List<ValueBuffer> fixedBytes(LeafValues.FixedBytes bytes) {
    return fixed((out, at, value) -> reversed(bytes, value, out, at));
  }

  @Override
  public List<ValueBuffer> bytes(LeafValues.Bytes bytes) {
    int length = bytes.offsets()[bytes.count()];
    return List.of(
        new ValueBuffer(
            (slots.count() + 1L) * Integer.BYTES,
            (target, offset) -> offsets(bytes.offsets(), target, offset)),
        new ValueBuffer(
            length,
            (target, offset) -> System.arraycopy(bytes.bytes(), 0, target, offset, length)));
  }

  @Override
  public List<ValueBuffer> dictionaryIds(LeafValues.DictionaryIds ids) {
    throw new IllegalStateException("Columns of rows have no dictionaries");
  }

  @Override
  public List<ValueBuffer> runs(LeafValues.Runs runs) {
    throw new IllegalStateException("Columns of rows have no runs");
  }

  /** Puts value number {@code value} to where its slot is. */
  private interface Put {
    void value(ByteBuffer out, int at, int value);
  }

  private List<ValueBuffer> fixed(Put put) {
    return List.of(
        new ValueBuffer(
            (long) slots.count() * width,
            (target, offset) -> {
              ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
              int value = 0;
              for (int slot = 0; slot < slots.count(); slot++) {
                if (slots.isValid(slot)) {
                  put.value(out, offset + slot * width, value++);
                }
              }
            }));
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
  private void reversed(LeafValues.FixedBytes bytes, int value, ByteBuffer out, int at) {
    int first = value * bytes.width();
    byte sign = (byte) (bytes.bytes()[first] >> (Byte.SIZE - 1));
    for (int i = 0; i < width; i++) {
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
