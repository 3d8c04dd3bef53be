package io.flinkarrow.cleanup;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** A run of the tool, as a user sees it. */
record CleanUpRun(int exitCode, String output, String errors) {

  static CleanUpRun of(Path directory, String... options) {
    return of(Stream.concat(Arrays.stream(options), Stream.of(directory.toString())));
  }

  static CleanUpRun of(String... arguments) {
    return of(Arrays.stream(arguments));
  }

  private static CleanUpRun of(Stream<String> arguments) {
    return at(Clock.systemUTC(), arguments.toArray(String[]::new));
  }

  /** As if so much time had passed. */
  static CleanUpRun later(Duration time, Path directory, String... options) {
    return at(
        Clock.offset(Clock.systemUTC(), time),
        Stream.concat(Arrays.stream(options), Stream.of(directory.toString()))
            .toArray(String[]::new));
  }

  private static CleanUpRun at(Clock clock, String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exitCode =
        CleanUp.run(
            clock,
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            arguments);
    return new CleanUpRun(
        exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }
}
