package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A release of Flink and what somebody put beside its own jars into {@code lib} and {@code
 * plugins}. An immutable value.
 */
public final class FlinkInstallation {

  private final FlinkRelease release;
  private final List<Path> lib;
  private final Optional<Path> plugins;

  private FlinkInstallation(FlinkRelease release, List<Path> lib, Optional<Path> plugins) {
    this.release = release;
    this.lib = List.copyOf(lib);
    this.plugins = plugins;
  }

  /** Of the latest release, with Flink's jars only: no parquet-java, no Arrow, no Hadoop. */
  public static FlinkInstallation plain() throws IOException, InterruptedException {
    return of(FlinkRelease.latest());
  }

  /** With Flink's jars only. */
  public static FlinkInstallation of(FlinkRelease release)
      throws IOException, InterruptedException {
    return new FlinkInstallation(release, release.lib(), Optional.empty());
  }

  /** With more jars, which come first on the class path, in the order given. */
  public FlinkInstallation with(Path... jars) {
    List<Path> all = new ArrayList<>(Arrays.asList(jars));
    all.addAll(lib);
    return new FlinkInstallation(release, all, plugins);
  }

  /** With one more jar, which comes last on the class path. */
  public FlinkInstallation followedBy(Path jar) {
    List<Path> all = new ArrayList<>(lib);
    all.add(jar);
    return new FlinkInstallation(release, all, plugins);
  }

  /** With another directory of plugins; without this, there is none. */
  public FlinkInstallation withPlugins(Path directory) {
    return new FlinkInstallation(release, lib, Optional.of(directory));
  }

  /** With the jars of the SQL client, which has them besides the cluster's. */
  public FlinkInstallation withSqlClient() throws IOException, InterruptedException {
    return with(release.opt().toArray(Path[]::new));
  }

  /** A jar of Flink that is not in {@code lib} unless somebody puts it there. */
  public Path optionalJar(String artifact) throws IOException, InterruptedException {
    return release.opt().stream()
        .filter(jar -> jar.getFileName().toString().startsWith(artifact + "-"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No %s in %s".formatted(artifact, release)));
  }

  /** What Flink's scripts tell processes by their environment. */
  public Map<String, String> environment() {
    return plugins
        .map(directory -> Map.of("FLINK_PLUGINS_DIR", directory.toString()))
        .orElse(Map.of());
  }

  public String classPath() {
    return lib.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
