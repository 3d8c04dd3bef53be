package io.flinkarrow.benchmark;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The micro benchmarks still run, each with all its parameters, at a size that costs nothing. */
class MicroBenchmarksTest {

  private static final Path SOURCES = Path.of("src/test/java");

  @Test
  void everyBenchmarkGivesAScore() throws Exception {
    // Benchmarks of another build may run at the same time: nothing is measured here.
    System.setProperty("jmh.ignoreLock", "true");
    Options tiny =
        new OptionsBuilder()
            .include("io\\.flinkarrow\\..*")
            .mode(Mode.SingleShotTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .param("values", "1000")
            .param("rows", "500")
            .param("bytes", "2000")
            .param("pageBytes", "2000")
            .param("columns", "2")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = MicroBenchmarks.run(tiny);
    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.getPrimaryResult().getScore()).isPositive().isFinite());
    assertThat(classesOf(results)).isEqualTo(classesInSources());
    assertThat(MicroBenchmarks.table(results).lines()).hasSize(results.size() + 2);
  }

  private static Set<String> classesOf(Collection<RunResult> results) {
    return results.stream()
        .map(result -> result.getParams().getBenchmark())
        .map(method -> method.substring(0, method.lastIndexOf('.')))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> classesInSources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith("Benchmark.java"))
          .map(file -> SOURCES.relativize(file).toString().replace(".java", "").replace('/', '.'))
          .collect(toCollection(TreeSet::new));
    }
  }
}
