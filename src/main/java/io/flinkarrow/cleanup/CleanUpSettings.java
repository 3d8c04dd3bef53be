package io.flinkarrow.cleanup;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;

/**
 * What a user asks for.
 *
 * @param age files changed more recently are left alone
 * @param delete whether files are removed, not only listed
 * @param complete whether {@link LeftoverKind#COMPLETE} files and {@link LeftoverKind#TAIL} are
 *     removed too
 */
record CleanUpSettings(Path directory, Duration age, boolean delete, boolean complete) {

  static final String USAGE =
      """
      usage: CleanUp [--olderThan AGE] [--delete] [--complete] DIRECTORY
        DIRECTORY        what a sink writes to, for example /data/flights or hdfs:///data/flights
        --olderThan AGE  leaves alone what was changed more recently: 1d or more, 36h for example;
                         by default 7d. Longer than any batch job runs; for keepFilesOpen, longer
                         than rollAtAge, and than the age of each savepoint that is still needed
        --delete         removes the files; without it they are only listed
        --complete       removes complete files and tails of uploads too, which a checkpoint or
                         savepoint may still name: only if no job will ever go on from one that is
                         older than AGE
      """;

  private static final Duration SHORTEST_AGE = Duration.ofDays(1);

  private static final Pattern AGE = Pattern.compile("(\\d{1,6})\\s*([dh])");

  CleanUpSettings {
    if (age.compareTo(SHORTEST_AGE) < 0) {
      throw new IllegalArgumentException(
          "--olderThan must be at least 1d, because files of jobs that run are younger than that");
    }
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException(
          "The directory's whole path is needed, but got: " + directory);
    }
    if (directory.getParent() == null) {
      throw new IllegalArgumentException(
          directory + " is the root of a file system; name the directory of a sink");
    }
  }

  static CleanUpSettings parse(String... arguments) {
    Duration age = Duration.ofDays(7);
    boolean delete = false;
    boolean complete = false;
    @Nullable String directory = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--delete" -> delete = true;
        case "--complete" -> complete = true;
        case "--olderThan" -> {
          if (++i == arguments.length) {
            throw new IllegalArgumentException("--olderThan needs an age, for example 7d");
          }
          age = age(arguments[i]);
        }
        default -> {
          if (arguments[i].startsWith("-")) {
            throw new IllegalArgumentException("Unknown option: " + arguments[i]);
          }
          if (directory != null) {
            throw new IllegalArgumentException("One directory at a time");
          }
          directory = arguments[i];
        }
      }
    }
    if (directory == null) {
      throw new IllegalArgumentException("Which directory?");
    }
    return new CleanUpSettings(new Path(directory), age, delete, complete);
  }

  private static Duration age(String text) {
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--olderThan needs days or hours, 7d or 36h for example, but got: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
  }
}
