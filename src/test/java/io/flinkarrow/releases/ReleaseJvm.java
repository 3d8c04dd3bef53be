package io.flinkarrow.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import io.flinkarrow.testing.ThinJar;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that runs {@link ReleaseProgram}s. Its class path has the programs, the thin jar and
 * what it needs, Arrow's memory and the release's Kafka connector, as a job brings them along, and
 * the release's {@code lib}.
 */
final class ReleaseJvm {

  private static final List<Class<?>> HELPERS =
      List.of(
          FailingMap.class,
          Jobs.class,
          NumberedBatches.class,
          PartFiles.class,
          PartitionedRows.class);

  /** What Flink's own configuration opens, as far as vectors and closures need it. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx768m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "-Dflinkarrow.log=WARN",
          "-Dlog4j.configurationFile="
              + Path.of("src/test/resources/log4j2-test.properties").toUri());

  private ReleaseJvm() {}

  /**
   * Runs a program.
   *
   * @param work for classes and for what the program writes
   * @throws AssertionError if it fails; with what it printed
   */
  static void run(
      FlinkRelease release, Path work, String brokers, String topic, ReleaseProgram program)
      throws IOException, InterruptedException, URISyntaxException {
    ForkedJvm.Result result =
        ForkedJvm.run(
            OPTIONS,
            classPath(release, work),
            ReleaseProgram.class.getName(),
            work.toString(),
            brokers,
            topic,
            program.name());
    assertThat(result.exitCode()).as("%s: %s", release, result.output()).isZero();
    assertThat(result.output()).contains("Flink %s.".formatted(release.line()));
  }

  private static String classPath(FlinkRelease release, Path work)
      throws IOException, InterruptedException, URISyntaxException {
    List<Path> classPath = new ArrayList<>(List.of(programs(work.resolve("classes"))));
    classPath.addAll(ThinJar.withDependencies());
    classPath.add(arrowMemory());
    classPath.addAll(release.kafka());
    classPath.addAll(release.lib());
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path programs(Path target) throws IOException, URISyntaxException {
    Path classes =
        Path.of(ReleaseProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    copy(classes, ReleaseProgram.class.getPackageName().replace('.', '/') + "/.*", target);
    for (Class<?> helper : HELPERS) {
      copy(classes, helper.getName().replace('.', '/') + "([$].*)?\\.class", target);
    }
    return target;
  }

  private static void copy(Path classes, String pattern, Path target) throws IOException {
    Path directory = classes.resolve(pattern).getParent();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Path name = classes.relativize(file);
        if (name.toString().matches(pattern)) {
          Files.createDirectories(target.resolve(name).getParent());
          Files.deleteIfExists(target.resolve(name));
          Files.copy(file, target.resolve(name));
        }
      }
    }
  }

  private static Path arrowMemory() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().startsWith("arrow-memory-unsafe-"))
        .findFirst()
        .orElseThrow();
  }
}
