package io.flinkarrow.partition;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A time as a directory's name. Knows how long a name stays the same, so that a name is made once
 * and not once a row. Not thread-safe.
 */
final class TimePattern {

  private static final String LETTERS_OF_DAYS = "yuMdD";
  private static final String LETTERS_OF_TIMES = "Hms";
  private static final int[] SECONDS_OF_TIMES = {3_600, 60, 1};
  private static final int SECONDS_OF_DAYS = 86_400;

  /** Of years 1 to 9999: others have no four digits, and years before 1 look like later ones. */
  private static final long FIRST_SECOND = -62_135_596_800L;

  private static final long LAST_SECOND = 253_402_300_799L;

  private static final int MOST_REMEMBERED = 10_000;

  private final DateTimeFormatter formatter;
  private final int step;
  private final Map<Long, String> remembered = new HashMap<>();

  private TimePattern(String pattern) {
    this.step = step(pattern);
    this.formatter = formatter(pattern);
  }

  /**
   * @throws IllegalArgumentException if the pattern makes no good names
   */
  static void check(String pattern) {
    of(pattern);
  }

  static TimePattern of(String pattern) {
    TimePattern checked = new TimePattern(pattern);
    String sample = checked.formatter.format(LocalDateTime.of(2024, 12, 31, 23, 59, 59));
    if (!PathEscaping.escape(sample).equals(sample)) {
      throw refused(
          pattern,
          "its text has characters that directory names must escape; leave out / : and the like, and for directories in directories add one level for each");
    }
    if (PathEscaping.isTooLong(sample)) {
      throw refused(pattern, "its text is too long for a directory's name");
    }
    return checked;
  }

  private static DateTimeFormatter formatter(String pattern) {
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw refused(pattern, e.getMessage());
    }
  }

  /** Seconds for which the name surely stays the same. */
  private static int step(String pattern) {
    int step = Integer.MAX_VALUE;
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      quoted ^= letter == '\'';
      if (quoted || !Character.isLetter(letter)) {
        continue;
      }
      int time = LETTERS_OF_TIMES.indexOf(letter);
      if (time < 0 && LETTERS_OF_DAYS.indexOf(letter) < 0) {
        throw refused(
            pattern,
            "'%s' is not one of the letters y u M d D H m s; put text in single quotes"
                .formatted(letter));
      }
      step = Math.min(step, time < 0 ? SECONDS_OF_DAYS : SECONDS_OF_TIMES[time]);
    }
    if (pattern.contains("MMM")) {
      throw refused(pattern, "the names of months differ between Java versions; use MM");
    }
    if (step == Integer.MAX_VALUE) {
      throw refused(pattern, "it has none of the letters y u M d D H m s");
    }
    return step;
  }

  private static IllegalArgumentException refused(String pattern, String why) {
    return new IllegalArgumentException(
        "The pattern '%s' can't name partitions: %s".formatted(pattern, why));
  }

  /** Whether the name depends on the time of the day. */
  boolean looksAtTimes() {
    return step < SECONDS_OF_DAYS;
  }

  static boolean hasYear(long localSeconds) {
    return localSeconds >= FIRST_SECOND && localSeconds <= LAST_SECOND;
  }

  /** Equal numbers have equal names. */
  long stepOf(long localSeconds) {
    return Math.floorDiv(localSeconds, step);
  }

  String text(long stepNumber) {
    String text = remembered.get(stepNumber);
    if (text == null) {
      text = formatter.format(LocalDateTime.ofEpochSecond(stepNumber * step, 0, ZoneOffset.UTC));
      if (remembered.size() == MOST_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(stepNumber, text);
    }
    return text;
  }
}
