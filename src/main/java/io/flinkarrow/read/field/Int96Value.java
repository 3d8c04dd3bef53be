package io.flinkarrow.read.field;

import io.flinkarrow.parquet.type.Int96;
import io.flinkarrow.value.TimestampConversion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import org.apache.parquet.io.api.Binary;

/** An {@link Int96} as a timestamp; writers differ in whether nanoseconds may be negative. */
final class Int96Value {

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Int96Value() {}

  static Function<Binary, Object> with(TimestampConversion conversion) {
    return value -> {
      ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      long nanosOfDay = bytes.getLong(bytes.position());
      long day = bytes.getInt(bytes.position() + Long.BYTES) - Int96.JULIAN_DAY_OF_EPOCH;
      return conversion.of(
          day * MILLIS_PER_DAY + Math.floorDiv(nanosOfDay, NANOS_PER_MILLI),
          Math.floorMod(nanosOfDay, NANOS_PER_MILLI));
    };
  }
}
