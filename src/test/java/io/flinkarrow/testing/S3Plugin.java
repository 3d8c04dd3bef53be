package io.flinkarrow.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Flink's plugins for S3 that can complete an upload later, and the jar of a server for them. */
public enum S3Plugin {
  HADOOP,
  NATIVE;

  private static final Path POM = Path.of("examples/s3.xml");

  /** The name of the jar and of the directory that it lies in. */
  public String artifact() {
    return "flink-s3-fs-" + name().toLowerCase(Locale.ROOT);
  }

  /** Makes a directory of plugins with this one only, as below a Flink's {@code plugins}. */
  public Path install(Path plugins) throws IOException, InterruptedException {
    Path jar = jar();
    Path own = Files.createDirectories(plugins.resolve(artifact()));
    Files.createSymbolicLink(own.resolve(jar.getFileName()), jar);
    return plugins;
  }

  public Path jar() throws IOException, InterruptedException {
    return jar(artifact());
  }

  /** The jar of s3proxy. */
  public static Path serverJar() throws IOException, InterruptedException {
    return jar("s3proxy");
  }

  private static Path jar(String artifact) throws IOException, InterruptedException {
    return Arrays.stream(Files.readString(jars()).strip().split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().startsWith(artifact + "-"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No %s in %s".formatted(artifact, POM)));
  }

  /** A file that names all jars, for the examples. */
  public static Path jars() throws IOException, InterruptedException {
    return OneJvmAtATime.run(S3Plugin::upToDateJars);
  }

  private static Path upToDateJars() throws IOException, InterruptedException {
    Path classPath = Path.of("target/s3-class-path").toAbsolutePath();
    if (!Files.exists(classPath)
        || Files.getLastModifiedTime(classPath).compareTo(Files.getLastModifiedTime(POM)) < 0) {
      Maven.run(
          POM,
          "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
          "-DincludeScope=test",
          "-Dmdep.outputFile=" + classPath);
    }
    return classPath;
  }
}
