package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.column.LeafValues.VisitorOfFew;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in little-endian two's complement, with more or fewer bytes than Parquet's. */
public record NumberSlots(int width) implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {
    batch
        .plan()
        .buffer(
            (long) slots.count() * width,
            (target, at) -> {
              ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
              slots.forEachRun(runs(values, out, at));
            });
  }

  private FieldSlots.Run runs(LeafValues values, ByteBuffer out, int at) {
    return values.accept(new Runs(this, out, at));
  }

  /** How runs of values are put, by the values' form. */
  private record Runs(NumberSlots form, ByteBuffer out, int at)
      implements VisitorOfFew<FieldSlots.Run> {

    @Override
    public FieldSlots.Run ints(Ints ints) {
      int width = form.width;
      return width == Integer.BYTES
          ? (slot, value, count) ->
              out.slice(at + slot * width, count * width)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .asIntBuffer()
                  .put(ints.values(), value, count)
          : (slot, value, count) -> form.numbers(ints, value, count, out, at + slot * width);
    }

    @Override
    public FieldSlots.Run longs(Longs longs) {
      int width = form.width;
      return width == Long.BYTES
          ? (slot, value, count) ->
              out.slice(at + slot * width, count * width)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .asLongBuffer()
                  .put(longs.values(), value, count)
          : (slot, value, count) -> form.numbers(longs, value, count, out, at + slot * width);
    }

    @Override
    public FieldSlots.Run others(LeafValues values) {
      throw SlotForm.unexpected(form, values);
    }
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
}
