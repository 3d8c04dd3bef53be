package io.flinkarrow.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import javax.annotation.Nullable;

/**
 * Formats the values of a partition column for the name of a directory. Values are given as
 * numbers: integers as they are, booleans as 0 and 1, dates as days since 1970, timestamps as
 * seconds since 1970. Not thread-safe.
 */
abstract class PartitionValueFormat {

  private static final long SECONDS_PER_DAY = 86_400;

  /** The key of times that have no text, and of no other. */
  private static final long OUTSIDE_YEARS = Long.MIN_VALUE;

  /** Values of one key have one text, or none. */
  long key(long value) {
    return value;
  }

  boolean hasText(long key) {
    return true;
  }

  /** Whether greater values never have a smaller key, as long as both have a text. */
  boolean isAscending() {
    return true;
  }

  /** Of a key that has one. */
  abstract String text(long key);

  static PartitionValueFormat signed() {
    return new PartitionValueFormat() {
      @Override
      String text(long key) {
        return Long.toString(key);
      }
    };
  }

  static PartitionValueFormat unsigned() {
    return new PartitionValueFormat() {
      @Override
      String text(long key) {
        return Long.toUnsignedString(key);
      }
    };
  }

  static PartitionValueFormat bool() {
    return new PartitionValueFormat() {
      @Override
      String text(long key) {
        return Boolean.toString(key != 0);
      }
    };
  }

  /** As ISO 8601 has it. */
  static PartitionValueFormat date() {
    return new PartitionValueFormat() {
      @Override
      String text(long key) {
        return LocalDate.ofEpochDay(key).toString();
      }
    };
  }

  /**
   * @throws IllegalArgumentException if the pattern asks for more than dates have
   */
  static PartitionValueFormat dateBy(PartitionField level, TimePattern pattern) {
    if (pattern.looksAtTimes()) {
      throw RefusedColumn.noTimeOfDay(level);
    }
    return new PartitionValueFormat() {
      @Override
      long key(long days) {
        return TimePattern.hasYear(days * SECONDS_PER_DAY) ? days : OUTSIDE_YEARS;
      }

      @Override
      boolean hasText(long key) {
        return key != OUTSIDE_YEARS;
      }

      @Override
      String text(long days) {
        return pattern.text(days);
      }
    };
  }

  /**
   * @param zone null if the seconds are those of a clock already
   */
  static PartitionValueFormat timeBy(TimePattern pattern, @Nullable ZoneId zone) {
    ZoneRules rules = zone == null ? ZoneOffset.UTC.getRules() : zone.getRules();
    boolean fixed = rules.isFixedOffset();
    long offset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
    return new PartitionValueFormat() {
      @Override
      long key(long seconds) {
        if (!TimePattern.hasYear(seconds)) {
          return OUTSIDE_YEARS;
        }
        long local = local(seconds);
        return TimePattern.hasYear(local) ? pattern.stepOf(local) : OUTSIDE_YEARS;
      }

      @Override
      boolean hasText(long key) {
        return key != OUTSIDE_YEARS;
      }

      /** Where clocks are set back, times repeat. */
      @Override
      boolean isAscending() {
        return fixed;
      }

      private long local(long seconds) {
        return fixed
            ? seconds + offset
            : seconds + rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
      }

      @Override
      String text(long key) {
        return pattern.text(key);
      }
    };
  }
}
