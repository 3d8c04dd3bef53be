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
          : (slot, value, count) ->
              form.numbers(ints, value, count, out.array(), at + slot * width);
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
          : (slot, value, count) ->
              form.numbers(longs, value, count, out.array(), at + slot * width);
    }

    @Override
    public FieldSlots.Run others(LeafValues values) {
      throw SlotForm.unexpected(form, values);
    }
  }

  private void numbers(Ints ints, int value, int count, byte[] target, int at) {
    int[] numbers = ints.values();
    switch (width) {
      case Byte.BYTES -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) numbers[value + i];
        }
      }
      case Short.BYTES -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.SHORT.set(target, at + i * Short.BYTES, (short) numbers[value + i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          wide(numbers[value + i], target, at + i * width);
        }
      }
    }
  }

  private void numbers(Longs longs, int value, int count, byte[] target, int at) {
    long[] numbers = longs.values();
    if (width == Integer.BYTES) {
      for (int i = 0; i < count; i++) {
        LittleEndian.INT.set(target, at + i * Integer.BYTES, (int) numbers[value + i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      wide(numbers[value + i], target, at + i * width);
    }
  }

  /** In 64 bits or a multiple of them. */
  private void wide(long number, byte[] target, int at) {
    LittleEndian.LONG.set(target, at, number);
    for (int i = Long.BYTES; i < width; i += Long.BYTES) {
      LittleEndian.LONG.set(target, at + i, number >> (Long.SIZE - 1));
    }
  }
}
