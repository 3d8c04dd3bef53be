package io.flinkarrow.parquet.type;

import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/** Parquet's units of times and timestamps, as parts of a millisecond. */
public final class TimeUnits {

  private TimeUnits() {}

  /** How many of a unit a millisecond has: 1, 1,000 or 1,000,000. */
  public static long perMillisecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1;
      case MICROS -> 1_000;
      case NANOS -> 1_000_000;
    };
  }
}
