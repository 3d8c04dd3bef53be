package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.type.Int96;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.types.TimeUnit;

/**
 * INT96: nanoseconds of a day, which some writers let be negative, and the Julian day; as the time
 * since the epoch in 64 bits.
 *
 * @param truncates whether what is finer than the unit is rounded down; otherwise it is refused
 */
public record Int96Slots(TimeUnit unit, boolean truncates) implements SlotForm {

  private static final long SECONDS_PER_DAY = 86_400;
  private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values)
      throws IOException {
    LeafValues.FixedBytes stored = (LeafValues.FixedBytes) values;
    ByteBuffer bytes = ByteBuffer.wrap(stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long perSecond = perSecond();
    long[] timestamps = new long[stored.count()];
    for (int i = 0; i < timestamps.length; i++) {
      long nanoseconds = bytes.getLong(i * Int96.BYTES);
      long day = bytes.getInt(i * Int96.BYTES + Long.BYTES) - Int96.JULIAN_DAY_OF_EPOCH;
      long seconds = day * SECONDS_PER_DAY + Math.floorDiv(nanoseconds, NANOSECONDS_PER_SECOND);
      long rest = Math.floorMod(nanoseconds, NANOSECONDS_PER_SECOND);
      timestamps[i] = timestamp(seconds, rest, perSecond);
    }
    new NumberSlots(Long.BYTES)
        .planInto(batch, slots, new LeafValues.Longs(timestamps, timestamps.length));
  }

  private long timestamp(long seconds, long nanoseconds, long perSecond) throws IOException {
    long perUnit = NANOSECONDS_PER_SECOND / perSecond;
    if (!truncates && nanoseconds % perUnit != 0) {
      throw new IOException(
          "should hold timestamps of whole %sS, as the Arrow schema in the footer says, but holds finer ones. Write the file again without the key ARROW:schema"
              .formatted(unit));
    }
    // What is negative is counted from its end, so that the smallest number does not overflow.
    boolean negative = seconds < 0;
    long whole = negative ? seconds + 1 : seconds;
    long part = nanoseconds / perUnit - (negative ? perSecond : 0);
    long high = Math.multiplyHigh(whole, perSecond);
    long low = whole * perSecond;
    long sum = low + part;
    boolean overflows = high != low >> (Long.SIZE - 1) || ((low ^ sum) & (part ^ sum)) < 0;
    if (overflows) {
      throw new IOException(
          "holds a timestamp that 64 bits of %sS do not hold. Read INT96 in a coarser unit"
              .formatted(unit));
    }
    return sum;
  }

  private long perSecond() {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> NANOSECONDS_PER_SECOND;
    };
  }
}
