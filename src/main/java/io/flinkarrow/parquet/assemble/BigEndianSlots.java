package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in two's complement whose bytes Parquet has in big-endian order, as many as the column
 * has, or each value by itself; in Arrow they are little-endian.
 *
 * @param width bytes of a slot, a multiple of eight
 */
public record BigEndianSlots(int width) implements SlotForm {

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int DECIMAL128 = 16;

  /** How values, from one on, are put to slots that follow each other. */
  private interface Put {
    void values(int first, int count, byte[] target, int at);
  }

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values)
      throws IOException {
    Put put = values.accept(new Checked(this));
    if (put == null) {
      throw new IOException(
          "holds a decimal of more digits than its type has. The file is damaged; write it again");
    }
    batch
        .plan()
        .buffer(
            (long) slots.count() * width,
            (target, at) ->
                slots.forEachRun(
                    (slot, value, count) -> put.values(value, count, target, at + slot * width)));
  }

  /** Null if a value is longer than a slot. */
  private record Checked(BigEndianSlots form) implements LeafValues.VisitorOfFew<Put> {

    @Override
    public Put fixedBytes(FixedBytes values) {
      int length = values.width();
      byte[] bytes = values.bytes();
      if (length > form.width) {
        for (int i = 0; i < values.count(); i++) {
          if (!form.fits(bytes, i * length, length)) {
            return null;
          }
        }
      }
      int width = form.width;
      if (width == DECIMAL128 && length >= Long.BYTES && length <= width) {
        return (first, count, target, at) ->
            reverse(bytes, first * length, length, count, target, at);
      }
      return (first, count, target, at) -> {
        for (int i = 0; i < count; i++) {
          form.reverse(bytes, (first + i) * length, length, target, at + i * width);
        }
      };
    }

    @Override
    public Put bytes(Bytes values) {
      byte[] bytes = values.bytes();
      int[] offsets = values.offsets();
      for (int i = 0; i < values.count(); i++) {
        if (!form.fits(bytes, offsets[i], offsets[i + 1] - offsets[i])) {
          return null;
        }
      }
      return (first, count, target, at) -> {
        for (int i = first; i < first + count; i++) {
          int length = offsets[i + 1] - offsets[i];
          form.reverse(bytes, offsets[i], length, target, at + (i - first) * form.width);
        }
      };
    }

    @Override
    public Put others(LeafValues values) {
      throw SlotForm.unexpected(form, values);
    }
  }

  /** Whether the bytes that a slot has no room for only repeat the sign. */
  private boolean fits(byte[] bytes, int from, int length) {
    int dropped = length - width;
    int sign = dropped > 0 ? bytes[from + dropped] >> (Byte.SIZE - 1) : 0;
    for (int i = 0; i < dropped; i++) {
      if (bytes[from + i] != sign) {
        return false;
      }
    }
    return true;
  }

  /** Values of 8 to 16 bytes in slots of 16: two words each, of which the first may be cut. */
  private static void reverse(
      byte[] bytes, int from, int length, int count, byte[] target, int at) {
    int cut = (DECIMAL128 - length) * Byte.SIZE;
    for (int i = 0; i < count; i++) {
      int first = from + i * length;
      long high = (long) BIG_ENDIAN.get(bytes, first);
      long low = (long) BIG_ENDIAN.get(bytes, first + length - Long.BYTES);
      // A shift by 64 would be none.
      high = cut == Long.SIZE ? high >> (Long.SIZE - 1) : high >> cut;
      LittleEndian.LONG.set(target, at + i * DECIMAL128, low);
      LittleEndian.LONG.set(target, at + i * DECIMAL128 + Long.BYTES, high);
    }
  }

  /** From big-endian to little-endian, extended by the sign. A value without bytes is zero. */
  private void reverse(byte[] bytes, int from, int length, byte[] target, int at) {
    long sign = length == 0 ? 0 : bytes[from] >> (Byte.SIZE - 1);
    int rest = length;
    for (int i = 0; i < width; i += Long.BYTES) {
      if (rest >= Long.BYTES) {
        rest -= Long.BYTES;
        LittleEndian.LONG.set(target, at + i, (long) BIG_ENDIAN.get(bytes, from + rest));
      } else {
        long number = sign;
        for (int b = 0; b < rest; b++) {
          number = number << Byte.SIZE | (bytes[from + b] & 0xff);
        }
        rest = 0;
        LittleEndian.LONG.set(target, at + i, number);
      }
    }
  }
}
