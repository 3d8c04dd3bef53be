package io.flinkarrow.read;

import io.flinkarrow.parquet.column.Int96;
import io.flinkarrow.parquet.column.TimeUnits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.flink.table.data.TimestampData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Times and timestamps of any unit. What is finer than the asked precision is cut off, downwards:
 * for times before 1970 as for those after it.
 */
final class TimeConverters {

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int NANO_DIGITS = 9;

  private TimeConverters() {}

  /** Flink holds times as milliseconds of the day, whatever their precision. */
  static Optional<LeafConverter> time(PrimitiveType type) {
    if (!(type.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation time)) {
      return Optional.empty();
    }
    long unitsPerMilli = TimeUnits.perMillisecond(time.getUnit());
    return Optional.of(
        type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
            ? LeafConverter.ofInts(Integer::valueOf)
            : LeafConverter.ofLongs(value -> (int) Math.floorDiv(value, unitsPerMilli)));
  }

  /**
   * @param instant whether an instant is asked for, and not a local time: they are told apart by
   *     the file's UTC flag; INT96 has none and is taken as either
   */
  static Optional<LeafConverter> timestamp(PrimitiveType type, boolean instant, int precision) {
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return Optional.of(LeafConverter.ofBinaries(value -> fromInt96(value, precision)));
    }
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (!(annotation instanceof TimestampLogicalTypeAnnotation timestamp)
        || timestamp.isAdjustedToUTC() != instant) {
      return Optional.empty();
    }
    long unitsPerMilli = TimeUnits.perMillisecond(timestamp.getUnit());
    return Optional.of(
        LeafConverter.ofLongs(
            value ->
                timestamp(
                    Math.floorDiv(value, unitsPerMilli),
                    Math.floorMod(value, unitsPerMilli) * (NANOS_PER_MILLI / unitsPerMilli),
                    precision)));
  }

  private static TimestampData fromInt96(Binary value, int precision) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanosOfDay = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + Long.BYTES) - Int96.JULIAN_DAY_OF_EPOCH;
    return timestamp(
        day * MILLIS_PER_DAY + Math.floorDiv(nanosOfDay, NANOS_PER_MILLI),
        Math.floorMod(nanosOfDay, NANOS_PER_MILLI),
        precision);
  }

  private static TimestampData timestamp(long millis, long nanosOfMilli, int precision) {
    int step = 1;
    for (int digit = precision; digit < NANO_DIGITS; digit++) {
      step *= 10;
    }
    long milliStep = Math.max(1, step / NANOS_PER_MILLI);
    return TimestampData.fromEpochMillis(
        Math.floorDiv(millis, milliStep) * milliStep,
        (int) (nanosOfMilli - nanosOfMilli % Math.min(step, NANOS_PER_MILLI)));
  }
}
