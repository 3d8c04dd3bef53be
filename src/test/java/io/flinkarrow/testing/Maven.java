package io.flinkarrow.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Maven: the one that runs the tests, with the same local repository. */
public final class Maven {

  private static final long LONGEST_MINUTES = 15;

  private record Result(int exitCode, String printed) {}

  private Maven() {}

  /**
   * Returns what Maven prints. Asks the network only if it fails without.
   *
   * @throws IllegalStateException if Maven fails; with what it has printed
   */
  public static String run(Path pom, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    String home = System.getProperty("flinkarrow.mavenHome");
    command.add(home == null ? "mvn" : Path.of(home, "bin", "mvn").toString());
    command.addAll(List.of("-q", "-B", "-f", pom.toString()));
    String repository = System.getProperty("flinkarrow.mavenRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    command.addAll(List.of(arguments));
    List<String> offline = new ArrayList<>(command);
    offline.add("-o");
    Result result = run(offline);
    if (result.exitCode != 0) {
      result = run(command);
    }
    if (result.exitCode != 0) {
      throw new IllegalStateException("%s failed:%n%s".formatted(command, result.printed));
    }
    return result.printed;
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("maven", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            "No end within %d minutes: %s%n%s"
                .formatted(LONGEST_MINUTES, command, Files.readString(output)));
      }
      return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
