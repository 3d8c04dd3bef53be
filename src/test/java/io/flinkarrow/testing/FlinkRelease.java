package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A release line of Flink that this library supports, and its own jars. Maven fetches them when
 * they are first asked for; {@code examples/flink/pom.xml} says which versions belong together.
 */
public enum FlinkRelease {
  FLINK_1_20,
  FLINK_2_0,
  FLINK_2_1,
  FLINK_2_2,
  FLINK_2_3;

  private static final Path POM = Path.of("examples/flink/pom.xml");
  private static final Pattern PROFILE = Pattern.compile("<id>flink-([0-9.]+)</id>");

  /** The one that this library is compiled with. */
  public static FlinkRelease latest() {
    return values()[values().length - 1];
  }

  /** The lines that the examples offer. */
  public static Set<String> offered() throws IOException {
    Set<String> lines = new TreeSet<>();
    PROFILE.matcher(Files.readString(POM)).results().forEach(hit -> lines.add(hit.group(1)));
    return lines;
  }

  /** For example {@code 2.3}. */
  public String line() {
    return name().substring("FLINK_".length()).replace('_', '.');
  }

  /** What a cluster has in {@code lib}. */
  public List<Path> lib() throws IOException, InterruptedException {
    return jars("lib");
  }

  /** What the SQL client needs besides. */
  public List<Path> opt() throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>(jars("opt"));
    jars.removeAll(lib());
    return jars;
  }

  /** The Kafka connector and what it needs besides, which jobs bring along. */
  public List<Path> kafka() throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>(jars("all"));
    jars.removeAll(lib());
    jars.removeAll(jars("opt"));
    return jars;
  }

  private List<Path> jars(String name) throws IOException, InterruptedException {
    Path classPaths = Path.of("target/flink", line()).toAbsolutePath();
    return OneJvmAtATime.run(
        () -> {
          if (!isUpToDate(classPaths)) {
            // Written even if it says what it said before, for its time to be later than the pom's.
            String written = "-Dmdep.regenerateFile=true";
            Maven.run(POM, "-Pflink-" + line(), "-Dclass.paths=" + classPaths, written, "validate");
          }
          return read(classPaths.resolve(name));
        });
  }

  private static boolean isUpToDate(Path classPaths) throws IOException {
    Path all = classPaths.resolve("all");
    return Files.exists(all)
        && Files.getLastModifiedTime(all).compareTo(Files.getLastModifiedTime(POM)) > 0
        && read(all).stream().allMatch(Files::exists);
  }

  private static List<Path> read(Path classPath) throws IOException {
    String jars = Files.readString(classPath).strip();
    return Arrays.stream(jars.split(File.pathSeparator)).map(Path::of).toList();
  }

  @Override
  public String toString() {
    return "Flink " + line();
  }
}
