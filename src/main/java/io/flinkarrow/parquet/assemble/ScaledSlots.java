package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import java.io.IOException;
import java.util.Arrays;

/**
 * Numbers of 32 or 64 bits in another unit than Parquet's.
 *
 * @param width bytes of a slot
 * @param factor what values are multiplied by, which never overflows
 * @param divisor what they are divided by, without rest
 */
public record ScaledSlots(int width, long factor, int divisor) implements SlotForm {

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values)
      throws IOException {
    long[] scaled = values.accept(new Numbers(this));
    for (long number : scaled) {
      if (number % divisor != 0) {
        throw new IOException(
            "should hold whole seconds, as the Arrow schema in the footer says, but holds parts of one. Write the file again without the key ARROW:schema");
      }
    }
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = scaled[i] / divisor * factor;
    }
    new NumberSlots(width).planInto(batch, slots, new Longs(scaled, scaled.length));
  }

  private record Numbers(SlotForm form) implements LeafValues.VisitorOfFew<long[]> {

    @Override
    public long[] ints(Ints values) {
      long[] numbers = new long[values.count()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = values.values()[i];
      }
      return numbers;
    }

    @Override
    public long[] longs(Longs values) {
      return Arrays.copyOf(values.values(), values.count());
    }

    @Override
    public long[] others(LeafValues values) {
      throw SlotForm.unexpected(form, values);
    }
  }
}
