package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.docs.Documents;
import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.ForkedJvm.Result;
import io.flinkarrow.testing.Shell;
import io.flinkarrow.testing.SqlJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code examples/cluster sql} with the README's statements, on a cluster that it starts itself, of
 * a Flink that it puts together; the oldest in each build, all of them at full size. Scripts and
 * SQL jar are copies, so that a cluster of the user's goes on and nothing is built where this build
 * has its own jars.
 */
class SqlPromptITCase {

  private static final Path README = Path.of("README.md");

  @TempDir private Path directory;

  static Stream<FlinkRelease> releases() {
    return Boolean.getBoolean("flinkarrow.extended")
        ? Stream.of(FlinkRelease.values())
        : Stream.of(FlinkRelease.FLINK_1_20);
  }

  @BeforeEach
  void copyTheScripts() throws IOException, InterruptedException {
    Files.createSymbolicLink(directory.resolve("src"), Path.of("src").toAbsolutePath());
    Files.copy(
        Path.of("pom.xml"), directory.resolve("pom.xml"), StandardCopyOption.COPY_ATTRIBUTES);
    Path jar = SqlJar.path();
    Path target = Files.createDirectory(directory.resolve("target"));
    Files.copy(jar, target.resolve(jar.getFileName()));
    Path examples = Path.of("examples").toAbsolutePath();
    Path copy = Files.createDirectory(directory.resolve("examples"));
    Result copied = Shell.run(examples, "cp -r cluster building flink sql '%s'".formatted(copy));
    assertThat(copied.exitCode()).as(copied.output()).isZero();
  }

  @AfterEach
  void stopTheCluster() throws IOException, InterruptedException {
    Shell.run(directory, "examples/cluster stop");
    Files.delete(directory.resolve("src"));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void theReadmesStatementsRunAndOneThatFailsIsTold(FlinkRelease release) throws Exception {
    Path table = directory.resolve("strikes");
    List<String> pasted = Documents.matches(Documents.text(README), "^```sql\n(.*?)^```$");
    assertThat(pasted).hasSize(1);
    String statements = pasted.get(0).replaceAll("file:/[^']+", table.toUri().toString());
    Path file = Files.writeString(directory.resolve("file.sql"), statements);

    Result written =
        Shell.run(
            directory, "examples/cluster sql --flink %s -f %s".formatted(release.line(), file));
    assertThat(written.exitCode()).as(written.output()).isZero();
    assertThat(written.output())
        .doesNotContain("Building")
        .contains("TaskManagers of Flink " + release.line(), "crane |");
    assertThat(table.resolve("flight_year=2020")).isNotEmptyDirectory();

    Result refused = Shell.run(directory, "echo 'SELECT * FROM nowhere;' | examples/cluster sql");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("'nowhere' not found");
  }
}
