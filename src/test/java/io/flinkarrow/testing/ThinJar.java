package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The jar for DataStream jobs, as the build has made it, and what it needs besides. */
public final class ThinJar {

  private ThinJar() {}

  public static Path path() {
    return Path.of(System.getProperty("flinkarrow.jar")).toAbsolutePath();
  }

  /** The jar, and what it needs at run time and a cluster lacks. */
  public static List<Path> withDependencies() throws IOException {
    List<Path> jars = new ArrayList<>(List.of(path()));
    jars.addAll(classPath("runtime"));
    return jars;
  }

  /** What it is compiled with, and a cluster has. */
  public static List<Path> provided() throws IOException {
    return classPath("provided");
  }

  private static List<Path> classPath(String scope) throws IOException {
    Path file = path().resolveSibling(scope + "-classpath.txt");
    return Arrays.stream(Files.readString(file).strip().split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }
}
