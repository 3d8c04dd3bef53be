package io.flinkarrow.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.Maven;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In a process whose Flink is too old, whatever a job uses first fails with one sentence that names
 * what was found and what is needed.
 */
class OldReleasesAreRefusedITCase {

  private static final Path POM =
      Path.of("src/test/resources/io/flinkarrow/compatibility/old-flink.xml");
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1.19, 1.19.3", "1.18, 1.18.1"})
  void theFirstUseSaysWhichFlinkIsNeeded(String line, String version) throws Exception {
    Path flink = directory.resolve("flink");
    Maven.run(
        POM,
        PLUGIN + ":build-classpath",
        "-Dflink.version=" + version,
        "-Dmdep.outputFile=" + flink);
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of(),
            withoutFlink() + File.pathSeparator + Files.readString(flink).strip(),
            FirstUse.class.getName());
    assertThat(result.exitCode()).as(result.output()).isZero();
    String sentence =
        ": java.lang.IllegalStateException: flink-arrow-parquet needs Flink 1.20 or newer, but found Flink "
            + line
            + ", in file:";
    assertThat(result.output().lines().filter(outcome -> !outcome.startsWith("SLF4J")))
        .hasSize(15)
        .allMatch(outcome -> outcome.contains(sentence))
        .allMatch(
            outcome ->
                outcome.endsWith(
                    "flink-core-%s.jar; run the job on a newer Flink".formatted(version)));
  }

  private static String withoutFlink() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> !path.matches(".*/org/apache/(flink|kafka|hadoop)/.*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
