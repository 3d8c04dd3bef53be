package io.flinkarrow.row.bind;

import io.flinkarrow.parquet.schema.TimestampZone;
import io.flinkarrow.row.bind.LeafBindings.FixedValue;
import io.flinkarrow.value.IntervalConversion;
import io.flinkarrow.value.TimeConversions;
import io.flinkarrow.value.TimestampConversion;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Dates, times, timestamps and spans of any unit. */
final class TimeValues {

  private static final long MILLIS_PER_DAY = 86_400_000;

  private TimeValues() {}

  static Optional<FixedValue> find(ArrowType type, LogicalType asked) {
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY
          ? ofInts(TimeConversions.date(1, asked))
          : ofLongs(TimeConversions.date(MILLIS_PER_DAY, asked));
    } else if (type instanceof ArrowType.Time time) {
      Optional<LongFunction<Object>> conversion =
          TimeConversions.time(perSecond(time.getUnit()), asked);
      return time.getBitWidth() == Integer.SIZE ? ofInts(conversion) : ofLongs(conversion);
    } else if (type instanceof ArrowType.Timestamp timestamp) {
      return ofLongs(
          TimestampConversion.find(TimestampZone.isInstant(timestamp), asked)
              .map(found -> TimeConversions.timestamp(perSecond(timestamp.getUnit()), found)));
    } else if (type instanceof ArrowType.Duration duration) {
      return ofLongs(TimeConversions.duration(perSecond(duration.getUnit()), asked));
    } else if (type instanceof ArrowType.Interval interval) {
      return interval(interval.getUnit(), asked);
    }
    return Optional.empty();
  }

  private static Optional<FixedValue> ofInts(Optional<LongFunction<Object>> conversion) {
    return conversion.map(
        value -> (values, slot) -> value.apply(IntegerValues.ofInts(values, slot)));
  }

  private static Optional<FixedValue> ofLongs(Optional<LongFunction<Object>> conversion) {
    return conversion.map(
        value -> (values, slot) -> value.apply(IntegerValues.ofLongs(values, slot)));
  }

  static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  /** Flink has months by themselves, and days and milliseconds as milliseconds. */
  private static Optional<FixedValue> interval(IntervalUnit unit, LogicalType asked) {
    return switch (unit) {
      case YEAR_MONTH ->
          asked.is(LogicalTypeRoot.INTERVAL_YEAR_MONTH)
              ? Optional.of((values, slot) -> values.getInt(slot * Integer.BYTES))
              : Optional.empty();
      case DAY_TIME ->
          asked.is(LogicalTypeRoot.INTERVAL_DAY_TIME)
              ? Optional.of(
                  (values, slot) ->
                      IntegerValues.ofInts(values, 2 * slot) * MILLIS_PER_DAY
                          + IntegerValues.ofInts(values, 2 * slot + 1))
              : Optional.empty();
      case MONTH_DAY_NANO ->
          IntervalConversion.find(asked)
              .map(
                  conversion ->
                      (values, slot) ->
                          conversion.of(
                              IntegerValues.ofInts(values, 4 * slot),
                              IntegerValues.ofInts(values, 4 * slot + 1),
                              IntegerValues.ofLongs(values, 2 * slot + 1)));
    };
  }
}
