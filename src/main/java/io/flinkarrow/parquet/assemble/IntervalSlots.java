package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.types.IntervalUnit;

/** INTERVAL: months, days and milliseconds, unsigned and little-endian, as an interval of Arrow. */
public record IntervalSlots(IntervalUnit unit) implements SlotForm {

  private static final int PARQUET_WIDTH = 12;
  private static final long NANOSECONDS_PER_MILLISECOND = 1_000_000;

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values)
      throws IOException {
    LeafValues.FixedBytes stored = (LeafValues.FixedBytes) values;
    ByteBuffer from = ByteBuffer.wrap(stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int width = width();
    ByteBuffer to =
        ByteBuffer.allocate(Math.multiplyExact(stored.count(), width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < stored.count(); i++) {
      int months = from.getInt(i * PARQUET_WIDTH);
      int days = from.getInt(i * PARQUET_WIDTH + Integer.BYTES);
      int milliseconds = from.getInt(i * PARQUET_WIDTH + 2 * Integer.BYTES);
      put(months, days, milliseconds, to);
    }
    new ByteSlots(width)
        .planInto(batch, slots, new LeafValues.FixedBytes(to.array(), width, stored.count()));
  }

  private void put(int months, int days, int milliseconds, ByteBuffer to) throws IOException {
    // Negative numbers are more than Arrow's signed numbers hold.
    boolean fits =
        switch (unit) {
          case YEAR_MONTH -> months >= 0 && days == 0 && milliseconds == 0;
          case DAY_TIME -> months == 0 && days >= 0 && milliseconds >= 0;
          case MONTH_DAY_NANO -> months >= 0 && days >= 0;
        };
    if (!fits) {
      throw new IOException(
          unit == IntervalUnit.MONTH_DAY_NANO
              ? "holds an interval of more months or days than Arrow's 31 bits hold. Leave the column out"
              : "should hold intervals of the unit %s, as the Arrow schema in the footer says, but holds others. Write the file again without the key ARROW:schema"
                  .formatted(unit));
    }
    switch (unit) {
      case YEAR_MONTH -> to.putInt(months);
      case DAY_TIME -> to.putInt(days).putInt(milliseconds);
      case MONTH_DAY_NANO ->
          to.putInt(months)
              .putInt(days)
              .putLong(Integer.toUnsignedLong(milliseconds) * NANOSECONDS_PER_MILLISECOND);
    }
  }

  private int width() {
    return switch (unit) {
      case YEAR_MONTH -> Integer.BYTES;
      case DAY_TIME -> 2 * Integer.BYTES;
      case MONTH_DAY_NANO -> 2 * Integer.BYTES + Long.BYTES;
    };
  }
}
