package io.flinkarrow.value;

import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Dates, times, timestamps and durations of any unit. What is finer than asked for is cut off,
 * downwards: for times before 1970 as for those after it. What does not fit is refused.
 *
 * <p>A unit is told by how many of it a second or a day has.
 */
public final class TimeConversions {

  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private TimeConversions() {}

  /** Days, or parts of days, since 1970: as dates, and as local timestamps at their midnight. */
  public static Optional<LongFunction<Object>> date(long unitsPerDay, LogicalType asked) {
    return switch (asked.getTypeRoot()) {
      case DATE -> Optional.of(value -> day(value, unitsPerDay));
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          Optional.of(
              value -> TimestampData.fromEpochMillis(day(value, unitsPerDay) * MILLIS_PER_DAY));
      default -> Optional.empty();
    };
  }

  private static int day(long value, long unitsPerDay) {
    long day = Math.floorDiv(value, unitsPerDay);
    if (day != (int) day) {
      throw new UnfitValueException("the date does not fit 32 bits of days; correct it");
    }
    return (int) day;
  }

  /** Times of day. Flink holds them in milliseconds, whatever their precision. */
  public static Optional<LongFunction<Object>> time(long unitsPerSecond, LogicalType asked) {
    if (asked.getTypeRoot() != LogicalTypeRoot.TIME_WITHOUT_TIME_ZONE) {
      return Optional.empty();
    }
    long unitsPerDay = SECONDS_PER_DAY * unitsPerSecond;
    return Optional.of(
        value -> {
          if (value < 0 || value >= unitsPerDay) {
            throw new UnfitValueException("the time is not within a day; correct it");
          }
          return (int) millis(value, unitsPerSecond);
        });
  }

  /** Time since 1970. */
  public static LongFunction<Object> timestamp(
      long unitsPerSecond, TimestampConversion conversion) {
    TimestampConversion whole = conversion.ofUnits(unitsPerSecond);
    // Divisions by constants cost a fraction of those by a number that the compiler does not know.
    if (unitsPerSecond == MICROS_PER_SECOND) {
      return value -> {
        long millis = Math.floorDiv(value, MICROS_PER_MILLI);
        return whole.of(millis, (int) (value - millis * MICROS_PER_MILLI) * (int) NANOS_PER_MICRO);
      };
    } else if (unitsPerSecond == NANOS_PER_SECOND) {
      return value -> {
        long millis = Math.floorDiv(value, NANOS_PER_MILLI);
        return whole.of(millis, (int) (value - millis * NANOS_PER_MILLI));
      };
    }
    return value -> whole.of(millis(value, unitsPerSecond), 0);
  }

  /** Spans of time, which Flink holds in milliseconds. */
  public static Optional<LongFunction<Object>> duration(long unitsPerSecond, LogicalType asked) {
    return asked.getTypeRoot() == LogicalTypeRoot.INTERVAL_DAY_TIME
        ? Optional.of(value -> millis(value, unitsPerSecond))
        : Optional.empty();
  }

  /** Of days of 24 hours, no more than 32 bits hold, and a time beside them. */
  static long daysAndNanos(long days, long nanos) {
    return days * MILLIS_PER_DAY + Math.floorDiv(nanos, NANOS_PER_MILLI);
  }

  private static long millis(long value, long unitsPerSecond) {
    if (unitsPerSecond >= MILLIS_PER_SECOND) {
      return Math.floorDiv(value, unitsPerSecond / MILLIS_PER_SECOND);
    }
    long millisPerUnit = MILLIS_PER_SECOND / unitsPerSecond;
    long millis = value * millisPerUnit;
    if (millis / millisPerUnit != value) {
      throw new UnfitValueException(
          "the seconds do not fit 64 bits of milliseconds, which Flink has; correct them");
    }
    return millis;
  }
}
