package io.flinkarrow.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own. */
public final class ForkedJvm {

  /** Exit code and all output, standard error included. */
  public record Result(int exitCode, String output) {}

  private ForkedJvm() {}

  /** On the class path of the tests. */
  public static Result run(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(options, System.getProperty("java.class.path"), main.getName(), arguments);
  }

  /**
   * Starts it and does not wait.
   *
   * @param output where all of its output goes
   */
  public static Process start(
      List<String> options, Path output, Class<?> main, List<String> arguments) throws IOException {
    List<String> command =
        command(options, System.getProperty("java.class.path"), main.getName(), arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  public static Result run(List<String> options, String classPath, String main, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of(), options, classPath, main, arguments);
  }

  /**
   * The same started by another command.
   *
   * @param launcher the words before that of the JVM
   */
  public static Result run(
      List<String> launcher,
      List<String> options,
      String classPath,
      String main,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(command(options, classPath, main, List.of(arguments)));
    return toEnd(new ProcessBuilder(command), 30);
  }

  private static List<String> command(
      List<String> options, String classPath, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /** Runs any process. It and all that it has started are ended after so many minutes. */
  static Result toEnd(ProcessBuilder builder, long longestMinutes)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("process", ".log");
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(longestMinutes, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            "No end within %d minutes: %s%n%s"
                .formatted(longestMinutes, builder.command(), Files.readString(output)));
      }
      return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
