package io.flinkarrow.row;

import io.flinkarrow.row.LeafBindings.FixedValue;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Dates, times, timestamps and spans of any unit. What is finer than asked for is cut off,
 * downwards: for times before 1970 as for those after it. What does not fit is refused.
 */
final class TimeValues {

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int NANO_DIGITS = 9;

  private TimeValues() {}

  static Optional<FixedValue> find(ArrowType type, LogicalType asked, String path) {
    LogicalTypeRoot root = asked.getTypeRoot();
    if (type instanceof ArrowType.Date date && root == LogicalTypeRoot.DATE) {
      return Optional.of(date(date, path));
    } else if (type instanceof ArrowType.Time time
        && root == LogicalTypeRoot.TIME_WITHOUT_TIME_ZONE) {
      return Optional.of(time(time));
    } else if (type instanceof ArrowType.Timestamp timestamp && root == rootOf(timestamp)) {
      return Optional.of(
          timestamp(timestamp.getUnit(), LogicalTypeChecks.getPrecision(asked), path));
    } else if (type instanceof ArrowType.Duration duration
        && root == LogicalTypeRoot.INTERVAL_DAY_TIME) {
      return Optional.of((values, slot) -> millis(longAt(values, slot), duration.getUnit(), path));
    } else if (type instanceof ArrowType.Interval interval) {
      return interval(interval.getUnit(), root);
    }
    return Optional.empty();
  }

  private static long longAt(ByteBuffer values, int slot) {
    return values.getLong(slot * Long.BYTES);
  }

  private static int intAt(ByteBuffer values, int slot) {
    return values.getInt(slot * Integer.BYTES);
  }

  private static FixedValue date(ArrowType.Date date, String path) {
    if (date.getUnit() == DateUnit.DAY) {
      return TimeValues::intAt;
    }
    return (values, slot) -> {
      long day = Math.floorDiv(longAt(values, slot), MILLIS_PER_DAY);
      if (day != (int) day) {
        throw new RefusedValueException(path, "the date does not fit 32 bits of days; correct it");
      }
      return (int) day;
    };
  }

  /** Flink holds times as milliseconds of the day, whatever their precision. */
  private static FixedValue time(ArrowType.Time time) {
    return switch (time.getUnit()) {
      case SECOND -> (values, slot) -> intAt(values, slot) * MILLIS_PER_SECOND;
      case MILLISECOND -> TimeValues::intAt;
      case MICROSECOND, NANOSECOND -> {
        long unitsPerMilli = unitsPerMilli(time.getUnit());
        yield (values, slot) -> (int) Math.floorDiv(longAt(values, slot), unitsPerMilli);
      }
    };
  }

  /** With a zone it is an instant, whatever the zone is. */
  private static LogicalTypeRoot rootOf(ArrowType.Timestamp timestamp) {
    return timestamp.getTimezone() == null || timestamp.getTimezone().isEmpty()
        ? LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
        : LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static FixedValue timestamp(TimeUnit unit, int precision, String path) {
    int step = 1;
    for (int digit = precision; digit < NANO_DIGITS; digit++) {
      step *= 10;
    }
    long milliStep = Math.max(1, step / NANOS_PER_MILLI);
    int nanoStep = Math.min(step, NANOS_PER_MILLI);
    return (values, slot) -> {
      long value = longAt(values, slot);
      long millis = Math.floorDiv(millis(value, unit, path), milliStep) * milliStep;
      int nanos = nanosOfMilli(value, unit);
      return TimestampData.fromEpochMillis(millis, nanos - nanos % nanoStep);
    };
  }

  private static long millis(long value, TimeUnit unit, String path) {
    if (unit != TimeUnit.SECOND) {
      return Math.floorDiv(value, unitsPerMilli(unit));
    }
    long millis = value * MILLIS_PER_SECOND;
    if (millis / MILLIS_PER_SECOND != value) {
      throw new RefusedValueException(
          path, "the seconds do not fit 64 bits of milliseconds, which Flink has; correct them");
    }
    return millis;
  }

  private static int nanosOfMilli(long value, TimeUnit unit) {
    if (unit == TimeUnit.SECOND) {
      return 0;
    }
    long unitsPerMilli = unitsPerMilli(unit);
    return (int) (Math.floorMod(value, unitsPerMilli) * (NANOS_PER_MILLI / unitsPerMilli));
  }

  /** Of a unit that is no coarser than a millisecond. */
  private static long unitsPerMilli(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> throw new IllegalArgumentException("A second is longer than a millisecond");
      case MILLISECOND -> 1;
      case MICROSECOND -> 1_000;
      case NANOSECOND -> NANOS_PER_MILLI;
    };
  }

  /** Flink has months by themselves, and days and milliseconds as milliseconds. */
  private static Optional<FixedValue> interval(IntervalUnit unit, LogicalTypeRoot root) {
    if (unit == IntervalUnit.YEAR_MONTH && root == LogicalTypeRoot.INTERVAL_YEAR_MONTH) {
      return Optional.of(TimeValues::intAt);
    } else if (unit == IntervalUnit.DAY_TIME && root == LogicalTypeRoot.INTERVAL_DAY_TIME) {
      return Optional.of(
          (values, slot) -> intAt(values, 2 * slot) * MILLIS_PER_DAY + intAt(values, 2 * slot + 1));
    }
    return Optional.empty();
  }
}
