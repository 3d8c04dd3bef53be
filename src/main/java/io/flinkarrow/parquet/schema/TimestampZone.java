package io.flinkarrow.parquet.schema;

import org.apache.arrow.vector.types.pojo.ArrowType;

/** What the time zone of an Arrow timestamp type says; the one place that looks at it. */
public final class TimestampZone {

  private TimestampZone() {}

  /**
   * Whether values are instants, counted in UTC. Without a zone, and with an empty one, they are
   * times of a calendar and a clock, which Flink calls TIMESTAMP.
   */
  public static boolean isInstant(ArrowType.Timestamp type) {
    return type.getTimezone() != null && !type.getTimezone().isEmpty();
  }
}
