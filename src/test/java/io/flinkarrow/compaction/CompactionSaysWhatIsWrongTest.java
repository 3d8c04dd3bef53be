package io.flinkarrow.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command says what is wrong with a directory or an argument, and what to do. */
class CompactionSaysWhatIsWrongTest {

  private static final int ALL_WELL = 0;
  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  @TempDir Path root;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(Object... arguments) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return CompactDirectory.run(
        out, out, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private static void write(Path file) throws SQLException {
    DuckDbReader.execute("COPY (SELECT 1 AS i) TO '%s' (FORMAT parquet)".formatted(file));
  }

  @Test
  void aDirectoryThatDoesNotExist() {
    assertThat(run(root.resolve("nowhere"))).isEqualTo(FAILED);
    assertThat(printed())
        .isEqualTo(
            "file:%s/nowhere does not exist: name a directory of Parquet files%n".formatted(root));
  }

  @Test
  void aFile() throws Exception {
    Path file = root.resolve("part-0.parquet");
    write(file);
    assertThat(run(file)).isEqualTo(FAILED);
    assertThat(run("--resume", file)).isEqualTo(FAILED);
    assertThat(run("--out", root.resolve("out"), file)).isEqualTo(FAILED);
    assertThat(printed().lines())
        .hasSize(3)
        .containsOnly(
            "file:%s should be a directory, but is a file: name the directory that it lies in"
                .formatted(file));
  }

  /** As a directory that the user may not read. */
  @Test
  void whatCannotBeListed() {
    assertThat(run("/dev/null")).isEqualTo(FAILED);
    assertThat(printed())
        .contains("file:/dev/null cannot be listed", "that this process may read", "permissions");
  }

  @Test
  void directoriesWithNothingToCompact() throws Exception {
    Path directory = directory("foreign");
    assertThat(run(directory)).isEqualTo(ALL_WELL);
    Files.writeString(directory.resolve("notes.txt"), "mine");
    write(directory.resolve("one.parquet"));
    assertThat(run("--file-bytes", "1000", directory)).isEqualTo(ALL_WELL);
    assertThat(printed().lines())
        .first()
        .asString()
        .startsWith("Nothing to compact: " + directory + " and the directories below it have no")
        .endsWith("end with .parquet and that have at most 536870912 bytes together");
    assertThat(printed()).contains("at most 1000 bytes together");
    assertThat(run("--out", root.resolve("out"), directory("empty"))).isEqualTo(ALL_WELL);
    assertThat(printed()).endsWith("have no files whose names end with .parquet%n".formatted());
  }

  @Test
  void aFileThatIsNotParquet() throws Exception {
    Path directory = directory("foreign");
    write(directory.resolve("one.parquet"));
    Files.writeString(directory.resolve("two.parquet"), "a,b\n".repeat(20));
    assertThat(run(directory)).isEqualTo(FAILED);
    assertThat(printed()).contains("two.parquet");
    assertThat(directory).isDirectoryNotContaining("glob:**.compacting*");
  }

  @Test
  void targetsThatAreInTheWay() throws Exception {
    Path directory = directory("table");
    write(directory.resolve("one.parquet"));
    Path file = Files.createFile(root.resolve("file"));
    assertThat(run("--out", file, directory)).isEqualTo(FAILED);
    assertThat(printed())
        .endsWith("a new or an empty directory, but is a file: name another one%n".formatted());
    Path used = directory("used");
    Files.createFile(used.resolve("notes.txt"));
    assertThat(run("--out", used, directory)).isEqualTo(FAILED);
    assertThat(printed())
        .endsWith("a new or an empty directory, but has files: name another one%n".formatted());
  }

  @Test
  void pathsWithSpaces() throws Exception {
    Path directory = directory("two words");
    write(directory.resolve("one half.parquet"));
    write(directory.resolve("one more.parquet"));
    assertThat(run(directory)).isEqualTo(ALL_WELL);
    assertThat(printed()).contains("2 files became 1");
    assertThat(run(root.resolve("two"), "words")).isEqualTo(REFUSED);
    assertThat(printed())
        .contains("but got %s/two and words: quote a path that has spaces".formatted(root));
  }

  @Test
  void argumentsThatAreNoPaths() {
    assertThat(run("")).isEqualTo(REFUSED);
    assertThat(printed()).startsWith("DIRECTORY should be a path, such as").contains("but was ''");
    assertThat(run("--out", ":b", root)).isEqualTo(REFUSED);
    assertThat(printed()).contains("--out should be a path, such as", "but was ':b'");
    assertThat(run("--out", "--resume", root)).isEqualTo(REFUSED);
    assertThat(printed()).contains("--out needs a value, but --resume follows");
  }

  @Test
  void helpShowsTheUsageAlone() {
    assertThat(run("--help")).isEqualTo(ALL_WELL);
    assertThat(printed()).isEqualTo(CompactDirectory.USAGE);
  }
}
