package io.flinkarrow.value;

import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Intervals of months, days and time, which Flink has no type for, as intervals of months or of
 * days and time: value by value, as days are no part of months.
 */
public interface IntervalConversion {

  /** The value; days and time are each within what 32 and 64 bits hold. */
  Object of(long months, long days, long nanos);

  /** Empty if the asked type is no interval. */
  static Optional<IntervalConversion> find(LogicalType asked) {
    return switch (asked.getTypeRoot()) {
      case INTERVAL_YEAR_MONTH ->
          Optional.of(
              (months, days, nanos) ->
                  days == 0 && nanos == 0 && months == (int) months
                      ? (Object) (int) months
                      : unfit("days or a time of day", asked));
      case INTERVAL_DAY_TIME ->
          Optional.of(
              (months, days, nanos) ->
                  months == 0
                      ? (Object) TimeConversions.daysAndNanos(days, nanos)
                      : unfit("months", asked));
      default -> Optional.empty();
    };
  }

  private static Object unfit(String part, LogicalType asked) {
    throw new UnfitValueException(
        "the interval has %s, which %s does not hold; declare the column as the other INTERVAL or leave it out"
            .formatted(part, asked.copy(true).asSummaryString()));
  }
}
