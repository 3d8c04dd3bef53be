package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.ForkedJvm.Result;
import io.flinkarrow.testing.LocalRepository;
import io.flinkarrow.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether the README's first job builds and runs as pasted, and its files are there to look at.
 * Maven finds this build's library, and for the rest what the user's local repository has; at full
 * size, nothing else, so that it downloads all that a new user's Maven would.
 */
class FirstJobITCase {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final long ROWS = 1_000_000;

  @TempDir private static Path directory;

  private static Path project;
  private static Result result;

  @BeforeAll
  static void runAsPasted() throws Exception {
    project = Files.createDirectories(directory.resolve("project"));
    FirstJob.paste(project);
    Path repository = directory.resolve("repository");
    try (LocalRepository maven = LocalRepository.withThisLibrary(repository, !EXTENDED)) {
      maven.use(project);
      result = Shell.run(project, FirstJob.command("mvn"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void runsOnEachFlinkThatItsVersionIsSetTo(FlinkRelease release) throws Exception {
    Path other = Files.createDirectories(directory.resolve(release.line()));
    FirstJob.paste(other);
    Path pom = other.resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom)
            .replaceFirst("<flink.version>.*?<", "<flink.version>" + version(release) + "<"));
    Path repository = directory.resolve("repository-" + release.line());
    try (LocalRepository maven = LocalRepository.withThisLibrary(repository, true)) {
      maven.use(other);
      Result run = Shell.run(other, FirstJob.command("mvn"));
      assertThat(run.exitCode()).as(run.output()).isZero();
    }
    try (Stream<Path> jars = Files.list(other.resolve("out"))) {
      assertThat(jars).isNotEmpty();
    }
  }

  @Test
  void runsAndSaysNothingButWhereTheRowsAre() {
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output().replaceAll("\\x1b\\[[0-9;]*m", "").strip())
        .isEqualTo("1,000,000 rows are in out/*.parquet");
  }

  @Test
  void duckDbReadsTheFiles() throws Exception {
    String query = FirstJob.command("duckdb").replaceFirst("duckdb -c \"(.*)\"", "$1");
    String here = query.replace("out/", project.resolve("out") + "/");
    assertThat(rows(here)).isEqualTo(5);
    assertThat(rows(here.replaceFirst("LIMIT.*", ""))).isEqualTo(ROWS);
  }

  @Test
  void pyarrowReadsTheFiles() throws Exception {
    assumeThat(Shell.run(project, "python3 -c 'import pyarrow.parquet'").exitCode())
        .as("python3 with pyarrow")
        .isZero();
    Result shown = Shell.run(project, FirstJob.command("python3"));
    assertThat(shown.exitCode()).as(shown.output()).isZero();
    assertThat(shown.output()).contains("id: int64 not null", "town: string");
  }

  private static String version(FlinkRelease release) throws Exception {
    return release.lib().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith("flink-clients-"))
        .map(name -> name.replaceAll("flink-clients-|\\.jar", ""))
        .findFirst()
        .orElseThrow();
  }

  private static long rows(String query) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM (" + query + ")")) {
      count.next();
      return count.getLong(1);
    }
  }
}
