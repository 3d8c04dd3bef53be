package io.flinkarrow.value;

import java.sql.Timestamp;
import java.util.Optional;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Timestamps as milliseconds and nanoseconds within them, cut off downwards to the digits that are
 * asked for.
 */
public final class TimestampConversion {

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final int NANO_DIGITS = 9;

  private final int precision;
  private final boolean toDefaultZone;
  private final boolean isWhole;
  private final long milliStep;
  private final int nanoStep;

  /**
   * @param isWhole whether no timestamp has more digits than are asked for
   */
  private TimestampConversion(int precision, boolean toDefaultZone, boolean isWhole) {
    this.precision = precision;
    this.toDefaultZone = toDefaultZone;
    this.isWhole = isWhole;
    int step = 1;
    for (int digit = precision; digit < NANO_DIGITS; digit++) {
      step *= 10;
    }
    milliStep = Math.max(1, step / NANOS_PER_MILLI);
    nanoStep = Math.min(step, NANOS_PER_MILLI);
  }

  /**
   * Empty if the asked type is none for instants or, if it is not an instant, none for local time:
   * an hour of one is no hour of the other.
   *
   * @param instant whether time is counted from 1970 in UTC, not on a local clock
   */
  public static Optional<TimestampConversion> find(boolean instant, LogicalType asked) {
    LogicalTypeRoot root =
        instant
            ? LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE
            : LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE;
    return asked.getTypeRoot() == root
        ? Optional.of(new TimestampConversion(LogicalTypeChecks.getPrecision(asked), false, false))
        : Optional.empty();
  }

  /**
   * The same for instants whose time on the JVM's clock is asked for. By {@link Timestamp}, as
   * Flink's own Parquet format does it: its zones and its calendar differ from those of {@code
   * java.time} in old times.
   */
  public TimestampConversion inDefaultZone() {
    return new TimestampConversion(precision, true, isWhole);
  }

  /** The same for timestamps of a unit, which need not be cut if it has no more digits. */
  TimestampConversion ofUnits(long unitsPerSecond) {
    boolean isNoFiner = unitsPerSecond <= Math.pow(10, precision);
    return new TimestampConversion(precision, toDefaultZone, isNoFiner);
  }

  /**
   * The timestamp.
   *
   * @param nanosOfMilli at least 0, also before 1970
   */
  public TimestampData of(long millis, int nanosOfMilli) {
    if (!toDefaultZone) {
      return cut(millis, nanosOfMilli);
    }
    Timestamp instant = new Timestamp(millis);
    instant.setNanos(
        (int) Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI + nanosOfMilli);
    TimestampData local = TimestampData.fromTimestamp(instant);
    return cut(local.getMillisecond(), local.getNanoOfMillisecond());
  }

  private TimestampData cut(long millis, int nanosOfMilli) {
    if (isWhole) {
      return TimestampData.fromEpochMillis(millis, nanosOfMilli);
    }
    long rest = Math.floorMod(millis, milliStep);
    if (millis < Long.MIN_VALUE + rest) {
      throw new UnfitValueException(
          "the timestamp, cut to the digits declared, does not fit 64 bits of milliseconds; declare"
              + " 3 digits or more");
    }
    return TimestampData.fromEpochMillis(millis - rest, nanosOfMilli - nanosOfMilli % nanoStep);
  }
}
