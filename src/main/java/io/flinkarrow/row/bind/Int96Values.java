package io.flinkarrow.row.bind;

import io.flinkarrow.parquet.type.Int96;
import io.flinkarrow.value.TimestampConversion;
import java.nio.ByteBuffer;
import org.apache.flink.table.data.TimestampData;

/** An {@link Int96} as a timestamp; writers differ in whether nanoseconds may be negative. */
final class Int96Values {

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Int96Values() {}

  static TimestampData timestamp(ByteBuffer values, int slot, TimestampConversion conversion) {
    long nanosOfDay = values.getLong(slot * Int96.BYTES);
    long day = values.getInt(slot * Int96.BYTES + Long.BYTES) - Int96.JULIAN_DAY_OF_EPOCH;
    return conversion.of(
        day * MILLIS_PER_DAY + Math.floorDiv(nanosOfDay, NANOS_PER_MILLI),
        Math.floorMod(nanosOfDay, NANOS_PER_MILLI));
  }
}
