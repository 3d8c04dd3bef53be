package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;
import java.io.IOException;

/**
 * INT32 that are numbers of 8 or 16 bits.
 *
 * @param width bytes of a slot
 */
public record SmallIntegerSlots(int width, boolean signed) implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values)
      throws IOException {
    LeafValues.Ints ints = (LeafValues.Ints) values;
    int[] numbers = ints.values();
    // Signed ones move to the range of the unsigned ones.
    int shift = signed ? 1 << (width * Byte.SIZE - 1) : 0;
    int beyond = 0;
    for (int i = 0; i < ints.count(); i++) {
      beyond |= numbers[i] + shift;
    }
    if (beyond >>> (width * Byte.SIZE) != 0) {
      throw new IOException(
          "should hold %s integers of %d bits, but holds others. The file is damaged; write it again"
              .formatted(signed ? "signed" : "unsigned", width * Byte.SIZE));
    }
    new NumberSlots(width).planInto(batch, slots, values);
  }
}
