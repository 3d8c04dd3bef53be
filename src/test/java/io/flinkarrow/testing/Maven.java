package io.flinkarrow.testing;

import io.flinkarrow.testing.ForkedJvm.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs Maven: the one that runs the tests, with the same local repository. */
public final class Maven {

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
    Result result =
        OneJvmAtATime.run(
            () -> {
              Result first = run(offline);
              return first.exitCode() == 0 ? first : run(command);
            });
    if (result.exitCode() != 0) {
      throw new IllegalStateException("%s failed:%n%s".formatted(command, result.output()));
    }
    return result.output();
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return ForkedJvm.toEnd(builder, 15);
  }
}
