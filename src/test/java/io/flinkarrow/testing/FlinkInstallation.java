package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Flink's own jars and what somebody put beside them into {@code lib}. The build copies and names
 * them: a distribution is in no Maven repository. An immutable value.
 */
public final class FlinkInstallation {

  private static final Path FOLDER =
      Path.of(System.getProperty("flinkarrow.sqlFolder", "target/sql"));

  private final List<Path> lib;

  private FlinkInstallation(List<Path> lib) {
    this.lib = List.copyOf(lib);
  }

  /** With Flink's jars only: no parquet-java, no Arrow, no Hadoop. */
  public static FlinkInstallation plain() throws IOException {
    List<Path> lib = new ArrayList<>();
    Path provided = FOLDER.resolveSibling("provided-classpath.txt");
    for (String jar : Files.readString(provided).strip().split(File.pathSeparator)) {
      lib.add(Path.of(jar));
    }
    try (Stream<Path> jars = Files.list(FOLDER.resolve("lib"))) {
      jars.map(Path::toAbsolutePath).sorted().forEach(lib::add);
    }
    return new FlinkInstallation(lib);
  }

  /** With more jars, which come first on the class path, in the order given. */
  public FlinkInstallation with(Path... jars) {
    List<Path> all = new ArrayList<>(Arrays.asList(jars));
    all.addAll(lib);
    return new FlinkInstallation(all);
  }

  /** With one more jar, which comes last on the class path. */
  public FlinkInstallation followedBy(Path jar) {
    List<Path> all = new ArrayList<>(lib);
    all.add(jar);
    return new FlinkInstallation(all);
  }

  /** A jar of Flink that is not in {@code lib} unless somebody puts it there. */
  public static Path optionalJar(String artifact) throws IOException {
    try (Stream<Path> jars = Files.list(FOLDER.resolve("beside"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith(artifact + "-"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No %s in %s".formatted(artifact, FOLDER)))
          .toAbsolutePath();
    }
  }

  public String classPath() {
    return lib.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
