package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of the tests with some jars replaced by the versions that a rival wants. The build
 * copies those into the folder {@code target/rivals}, a folder each for Arrow and parquet-java.
 */
public final class RivalClassPath {

  private static final Path RIVALS =
      Path.of(System.getProperty("flinkarrow.rivals", "target/rivals"));

  private RivalClassPath() {}

  /** The class path of this JVM, with jars of the given folder in place of others. */
  public static String with(Optional<String> replacedJars) throws IOException {
    String classPath = System.getProperty("java.class.path");
    return replacedJars.isEmpty()
        ? classPath
        : replace(classPath, RIVALS.resolve(replacedJars.get()));
  }

  private static String replace(String classPath, Path folder) throws IOException {
    Map<String, Path> rivals = jars(folder);
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path rival = rivals.remove(artifact(Path.of(entry).getFileName().toString()));
      entries.add(rival == null ? entry : rival.toString());
    }
    if (!rivals.isEmpty()) {
      throw new IllegalStateException(
          "The jars %s were to replace others, but the class path has none of that name: %s"
              .formatted(rivals.values(), classPath));
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Map<String, Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "No rivals' jars in %s: the build copies them, with 'mvn generate-test-resources'"
              .formatted(folder.toAbsolutePath()));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(
          Collectors.toMap(
              file -> artifact(file.getFileName().toString()),
              Path::toAbsolutePath,
              (one, other) -> {
                throw new IllegalStateException(
                    "Two versions of one artifact: %s and %s. Run 'mvn clean' first"
                        .formatted(one, other));
              },
              TreeMap::new));
    }
  }

  /** The name of a jar without its version: all before the first part that starts with a digit. */
  private static String artifact(String jar) {
    return Arrays.stream(jar.split("-"))
        .takeWhile(part -> part.isEmpty() || !Character.isDigit(part.charAt(0)))
        .collect(Collectors.joining("-"));
  }
}
