package io.flinkarrow.sink.committed;

import io.flinkarrow.partition.PartitionValues;
import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;

/** Which clock says that a partition is over, and when; all times are in milliseconds. */
public sealed interface SuccessTrigger extends Serializable {

  /**
   * What the clock shows.
   *
   * @param processingTime now
   * @param watermark the latest; {@code Long.MIN_VALUE} before the first
   */
  long clock(long processingTime, long watermark);

  /**
   * What the clock shows when a partition is over; empty for one that never is.
   *
   * @param partition its directory
   * @param lastCommit when its last file was committed, in processing time
   * @throws IOException if it can't be told
   */
  OptionalLong overAt(String partition, long lastCommit) throws IOException;

  /**
   * Over by the machine's clock, as no file came for some time.
   *
   * @param delay after the last file
   */
  record ByProcessingTime(long delay) implements SuccessTrigger {
    @Override
    public long clock(long processingTime, long watermark) {
      return processingTime;
    }

    @Override
    public OptionalLong overAt(String partition, long lastCommit) {
      return OptionalLong.of(lastCommit + delay);
    }
  }

  /**
   * Over by watermarks, as all rows of its time have come.
   *
   * @param time of a partition
   * @param delay after that time
   */
  record ByPartitionTime(PartitionTime time, long delay) implements SuccessTrigger {
    @Override
    public long clock(long processingTime, long watermark) {
      return watermark;
    }

    @Override
    public OptionalLong overAt(String partition, long lastCommit) throws IOException {
      Instant begin;
      try {
        begin = time.of(PartitionValues.of(partition));
      } catch (Exception e) {
        throw untold(partition, e);
      }
      try {
        return begin == null
            ? OptionalLong.empty()
            : OptionalLong.of(begin.plusMillis(delay).toEpochMilli());
      } catch (ArithmeticException | DateTimeException e) {
        throw untold(partition, e);
      }
    }

    private IOException untold(String partition, Exception reason) {
      return new IOException(
          "The time of partition '%s', by which it gets its marker, can't be told by %s: %s. Correct it, or have it return null for partitions without a time"
              .formatted(partition, time.getClass().getName(), reason),
          reason);
    }
  }
}
