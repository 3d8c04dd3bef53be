package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Byte arrays of any length: offsets, then the bytes. Those of a null are none.
 *
 * @param wideOffsets whether offsets have 64 bits instead of 32
 */
public record VariableSlots(boolean wideOffsets) implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) {
    BodyPlan plan = batch.plan();
    LeafValues.Bytes bytes = (LeafValues.Bytes) values;
    int[] ends = bytes.offsets();
    int start = ends[0];
    plan.buffer(
        (slots.count() + 1L) * (wideOffsets ? Long.BYTES : Integer.BYTES),
        (target, at) -> {
          if (wideOffsets) {
            putWide(slots, ends, target, at);
          } else {
            put(slots, ends, target, at);
          }
        });
    int length = ends[bytes.count()] - start;
    plan.buffer(length, (target, at) -> System.arraycopy(bytes.bytes(), start, target, at, length));
  }

  /** One offset behind each slot, the end of its value or of the one before. */
  private static void put(FieldSlots slots, int[] ends, byte[] target, int at) {
    int start = ends[0];
    if (start == 0 && slots.noneIsNull()) {
      ByteBuffer.wrap(target, at, target.length - at)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asIntBuffer()
          .put(ends, 0, slots.count() + 1);
      return;
    }
    int value = 0;
    int to = at;
    for (int slot = 0; slot < slots.count(); slot++) {
      LittleEndian.INT.set(target, to, ends[value] - start);
      to += Integer.BYTES;
      value += slots.validBit(slot);
    }
    LittleEndian.INT.set(target, to, ends[value] - start);
  }

  private static void putWide(FieldSlots slots, int[] ends, byte[] target, int at) {
    int start = ends[0];
    int value = 0;
    int to = at;
    for (int slot = 0; slot < slots.count(); slot++) {
      LittleEndian.LONG.set(target, to, (long) ends[value] - start);
      to += Long.BYTES;
      value += slots.validBit(slot);
    }
    LittleEndian.LONG.set(target, to, (long) ends[value] - start);
  }
}
