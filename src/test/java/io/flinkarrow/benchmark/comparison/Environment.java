package io.flinkarrow.benchmark.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Where and from what a run's figures come. */
public record Environment(String machine, String java, String commit, String settings) {

  static Environment here(Settings settings) throws IOException {
    return new Environment(
        "%d cores of %s, %s %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.name"),
                System.getProperty("os.arch")),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        currentCommit(),
        "%d to %d rounds, no new one after %d s a cell, at least %d writes and %d s to warm up; %s"
            .formatted(
                settings.fewestRounds(),
                settings.mostRounds(),
                settings.secondsPerCell(),
                settings.warmUps(),
                settings.warmUpSeconds(),
                String.join(" ", settings.processOptions())));
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (Files.notExists(file)) {
      return "an unknown processor";
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("an unknown processor");
  }

  private static String currentCommit() throws IOException {
    String commit = output(List.of("git", "rev-parse", "--short", "HEAD"));
    String changes = output(List.of("git", "status", "--porcelain", "--", "src", "pom.xml"));
    return commit.isEmpty() ? "unknown" : changes.isEmpty() ? commit : commit + " with changes";
  }

  private static String output(List<String> command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      // No git here: the report then says that the commit is unknown.
      return "";
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  void save(Path folder, String run) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("machine", machine);
    properties.setProperty("java", java);
    properties.setProperty("commit", commit);
    properties.setProperty("settings", settings);
    Files.createDirectories(folder);
    try (OutputStream out = Files.newOutputStream(file(folder, run))) {
      properties.store(out, null);
    }
  }

  public static Environment load(Path folder, String run) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file(folder, run))) {
      properties.load(in);
    }
    return new Environment(
        properties.getProperty("machine"),
        properties.getProperty("java"),
        properties.getProperty("commit"),
        properties.getProperty("settings"));
  }

  private static Path file(Path folder, String run) {
    return folder.resolve("run-" + run + ".properties");
  }
}
