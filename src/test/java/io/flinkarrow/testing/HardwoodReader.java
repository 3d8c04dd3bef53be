package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hardwood, a reader of Parquet files in Java, in a process of its own, because it needs a newer
 * Java than the tests. Maven fetches it into {@code target}; the codecs are those of the tests.
 */
public final class HardwoodReader {

  private static final int OLDEST_JAVA = 21;
  private static final String PROGRAM = "Hardwood.java21";
  private static final Path DIRECTORY = Path.of("target/hardwood").toAbsolutePath();
  private static final long LONGEST_MINUTES = 10;

  private HardwoodReader() {}

  /**
   * A Java that hardwood runs on: any that an environment variable names as its home, or that lies
   * beside the one that runs the tests.
   */
  public static Optional<Path> java() throws IOException {
    List<Path> homes = new ArrayList<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().matches("(JAVA|JDK).*") && !variable.getValue().contains("\n")) {
        homes.add(Path.of(variable.getValue()));
      }
    }
    try (Stream<Path> neighbours =
        Files.list(Path.of(System.getProperty("java.home")).toRealPath().getParent())) {
      neighbours.forEach(homes::add);
    }
    return homes.stream()
        .filter(home -> version(home) >= OLDEST_JAVA)
        .max(Comparator.comparingInt(HardwoodReader::version))
        .map(home -> home.resolve("bin/java"));
  }

  /** The Java version of a home; 0 if it is none. */
  private static int version(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.matches("JAVA_VERSION=\"\\d+.*"))
          .mapToInt(line -> Integer.parseInt(line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Reads files, and writes the rows of each beside it, as {@link JsonRows} wants them.
   *
   * @return per file, in order: "read", or "refused: " and why
   */
  public static List<String> read(List<Path> parquetFiles)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java().orElseThrow().toString());
    command.addAll(List.of("-cp", classPath(), "--source", "" + OLDEST_JAVA, PROGRAM));
    for (Path file : parquetFiles) {
      command.add(file.toAbsolutePath().toString());
      command.add(output(file).toString());
    }
    ForkedJvm.Result result =
        ForkedJvm.toEnd(new ProcessBuilder(command).directory(DIRECTORY.toFile()), LONGEST_MINUTES);
    List<String> outcomes =
        result.output().lines().filter(line -> line.matches("(read|refused: .*)")).toList();
    if (result.exitCode() != 0 || outcomes.size() != parquetFiles.size()) {
      throw new IllegalStateException(
          "Hardwood ended with %d after %d of %d files: %s"
              .formatted(result.exitCode(), outcomes.size(), parquetFiles.size(), result.output()));
    }
    return outcomes;
  }

  /** Where the content of a file is written to. */
  public static Path output(Path parquetFile) {
    return parquetFile.resolveSibling(parquetFile.getFileName() + ".hardwood").toAbsolutePath();
  }

  private static String classPath() throws IOException, InterruptedException {
    return OneJvmAtATime.run(HardwoodReader::upToDateClassPath);
  }

  private static String upToDateClassPath() throws IOException, InterruptedException {
    Path jars = DIRECTORY.resolve("jars");
    Files.createDirectories(jars);
    for (String name : List.of("pom.xml", PROGRAM)) {
      OneJvmAtATime.copyResource("/io/flinkarrow/readers/" + name, DIRECTORY.resolve(name));
    }
    Maven.run(
        DIRECTORY.resolve("pom.xml"),
        "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
        "-DoutputDirectory=" + jars);
    try (Stream<Path> files = Files.list(jars)) {
      return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator))
          + File.pathSeparator
          + System.getProperty("java.class.path");
    }
  }
}
