package io.flinkarrow.parquet.options;

/** The units in which Parquet counts time since the epoch, in 64 bits. */
public enum TimestampUnit {
  /** Milliseconds. */
  MILLIS,
  /** Microseconds, the finest unit that Spark and most warehouses take. */
  MICROS,
  /** Nanoseconds, from 1677 to 2262. */
  NANOS
}
