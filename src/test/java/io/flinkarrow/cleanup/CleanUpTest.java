package io.flinkarrow.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is removed, what never is, and what the user is told. Real left-overs: the ITCase. */
class CleanUpTest {

  private static final String UUID = "0b4aa2b6-58b5-4f0c-9b3b-0e3c5d1b2a77";
  private static final String PART = ".part-" + UUID + "-0.parquet.inprogress." + UUID;
  private static final String STAGING = ".staging_1700000000000_" + UUID;
  private static final String INCOMPLETE = "PAR1 pages without a footer";
  private static final String COMPLETE = "PAR1 pages, footer, length PAR1";
  private static final Duration OLD = Duration.ofDays(8);

  @TempDir Path directory;

  private Path file(String name, String content, Duration age) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    return aged(file, age);
  }

  private static Path aged(Path path, Duration age) throws IOException {
    return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  private CleanUpRun run(String... options) {
    return CleanUpRun.of(directory, options);
  }

  @Test
  void nothingIsRemovedUnlessAskedFor() throws IOException {
    Path left = file(PART, INCOMPLETE, OLD);
    CleanUpRun run = run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .contains("would remove incomplete, 27 bytes, unchanged since ", left.toString())
        .endsWith("Would remove: 1 file, 27 bytes; --delete does\n");
    assertThat(left).exists();
  }

  @Test
  void incompleteFilesAreRemovedInPartitionsToo() throws IOException {
    List<Path> left =
        List.of(
            file(PART, INCOMPLETE, OLD),
            file("day=1/_hour=2/" + PART, "", OLD),
            file("day=1/" + PART, "PA", OLD),
            file("day=2/..compacted-part-1.inprogress." + UUID, INCOMPLETE, OLD));
    CleanUpRun run = run("--delete");
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).endsWith("Removed: 4 files, 56 bytes\n");
    assertThat(left).noneMatch(Files::exists);
  }

  @Test
  void completeFilesAreRemovedOnlyIfNoCheckpointIsToNameThem() throws IOException {
    Path complete = file(PART, COMPLETE, OLD);
    CleanUpRun careful = run("--delete");
    assertThat(careful.exitCode()).isZero();
    assertThat(careful.output())
        .contains("keeps complete", "Kept, because a checkpoint or savepoint may name them: 1 file")
        .contains("Removed: 0 files");
    assertThat(complete).exists();
    assertThat(run("--delete", "--complete").output()).contains("Removed: 1 file, 31 bytes");
    assertThat(complete).doesNotExist();
  }

  @Test
  void tailsOfUploadsAreRemovedOnlyIfNoCheckpointIsToNameThem() throws IOException {
    Path tail = file("day=1/_part-" + UUID + "-0.parquet_tmp_" + UUID, "pages", OLD);
    assertThat(run("--delete").output())
        .contains("keeps tail of an upload", "Kept, because a checkpoint or savepoint may name")
        .contains("Removed: 0 files");
    assertThat(run("--delete", "--complete").output()).contains("Removed: 1 file, 5 bytes");
    assertThat(tail).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "part-" + UUID + "-0.parquet",
        "part-" + UUID + "-0.parquet.inprogress." + UUID,
        ".part-" + UUID + "-0.parquet",
        ".uncompacted-part-" + UUID + "-0-0",
        ".part-0.parquet.inprogress.",
        ".part-0.parquet.inprogress." + UUID + ".crc",
        ".part-0.parquet.inprogress." + UUID + "\n",
        ".part-0.parquet.inprogress.0b4aa2b6",
        ".inprogress." + UUID,
        ".part-0.parquet.INPROGRESS." + UUID,
        ".hidden/" + PART,
        "day=1/.snapshot/" + PART,
        PART + "/visible.parquet",
        ".staging_1700000000000/task-0/part-0",
        STAGING + "/notes/part-0",
        STAGING + "/task-0",
        "_SUCCESS",
        "_tmp_" + UUID,
        "part-0.parquet_tmp_" + UUID,
        ".bashrc"
      })
  void noOtherNameIsTouched(String name) throws IOException {
    Path other = file(name, INCOMPLETE, OLD);
    CleanUpRun run = run("--delete", "--complete");
    assertThat(run.output()).isEqualTo("Removed: 0 files, 0 bytes\n");
    assertThat(other).exists();
  }

  @Test
  void whatIsNoParquetIsKept() throws IOException {
    Path text = file(PART, "a,b\n1,2\n", OLD);
    CleanUpRun run = run("--delete", "--complete");
    assertThat(run.output()).contains("keeps not Parquet", "Kept, because they are no Parquet: 1");
    assertThat(text).exists();
  }

  @Test
  void whatIsYoungIsKept() throws IOException {
    Path young = file(PART, INCOMPLETE, Duration.ofDays(6));
    Path future = file("day=1/" + PART, INCOMPLETE, Duration.ofDays(-9));
    assertThat(run("--delete").output()).isEqualTo("Removed: 0 files, 0 bytes\n");
    assertThat(run("--olderThan", "5d", "--delete").output()).contains("Removed: 1 file");
    assertThat(young).doesNotExist();
    assertThat(future).exists();
  }

  /** Some object stores do not tell. */
  @Test
  void whatHasNoTimeIsKept() throws IOException {
    Path timeless = file(PART, INCOMPLETE, OLD);
    Files.setLastModifiedTime(timeless, FileTime.fromMillis(0));
    assertThat(run("--delete").output()).isEqualTo("Removed: 0 files, 0 bytes\n");
    assertThat(timeless).exists();
  }

  @Test
  void whatABatchInsertStagedGoesAsAWholeOrNotAtAll() throws IOException {
    Path old = file("t/" + STAGING + "/task-0-attempt-0/day=1/part-0", COMPLETE, OLD);
    Path young = file("t/" + STAGING + "/task-1-attempt-0/day=1/part-0", "", Duration.ZERO);
    assertThat(run("--delete").output()).isEqualTo("Removed: 0 files, 0 bytes\n");
    assertThat(old).exists();

    aged(young, OLD);
    assertThat(run("--delete").output()).contains("removed staged, 31 bytes", "2 files");
    assertThat(directory.resolve("t")).isEmptyDirectory();
  }

  @Test
  void whatABatchInsertStagedStaysIfNotAllOfItIsSeen() throws IOException {
    Path staged = file(STAGING + "/task-0-attempt-0/part-0", COMPLETE, OLD);
    Path task = Files.createDirectories(directory.resolve(STAGING + "/task-1-attempt-0"));
    Files.createSymbolicLink(task.resolve("broken"), Path.of("nowhere"));
    assertThat(run("--delete").exitCode()).isEqualTo(1);
    assertThat(staged).exists();
  }

  @Test
  void aBatchInsertThatBeganLatelyHasNotFailedYet() throws IOException {
    String lately = STAGING.replace("1700000000000", "" + System.currentTimeMillis());
    Path staged = file(lately + "/task-0-attempt-0/part-0", COMPLETE, OLD);
    assertThat(run("--delete").output()).isEqualTo("Removed: 0 files, 0 bytes\n");
    assertThat(staged).exists();
  }

  @Test
  void linksAreNotFollowed(@TempDir Path elsewhere) throws IOException {
    Path target = elsewhere.resolve(PART);
    Files.writeString(target, INCOMPLETE);
    aged(target, OLD);
    Files.createSymbolicLink(directory.resolve("day=1"), elsewhere);
    Files.createSymbolicLink(directory.resolve("loop"), directory);
    Path link = Files.createSymbolicLink(directory.resolve(PART), target);
    Path staged = file(STAGING + "/task-0-attempt-0/part-0", COMPLETE, OLD);
    Files.createSymbolicLink(staged.resolveSibling("day=2"), elsewhere);

    CleanUpRun run = run("--delete", "--complete");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("task-0-attempt-0: could not be removed");
    assertThat(target).exists();
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  /** Flink takes a backslash for a separator: without care this would lead out of the directory. */
  @Test
  void noNameLeadsOutOfTheDirectory() throws IOException {
    Path outside = file("outside/" + PART, INCOMPLETE, OLD);
    Path inside = directory.resolve("inside");
    Files.createDirectories(inside);
    Files.writeString(inside.resolve("..\\outside\\" + PART), INCOMPLETE);
    Path left = file("inside/day=1/" + PART, INCOMPLETE, OLD);

    CleanUpRun run = CleanUpRun.of(inside, "--delete");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("not looked at: a name in file:" + inside + " leads there");
    assertThat(outside).exists();
    assertThat(left).doesNotExist();
  }

  @Test
  void aDirectoryThatFlinkCannotListIsReportedAndTheOthersAreCleaned() throws IOException {
    file("day=1/time=12:00", "", OLD);
    Files.createDirectories(directory.resolve("day=2"));
    Files.createSymbolicLink(directory.resolve("day=2/broken"), Path.of("nowhere"));
    Path left = file("day=3/" + PART, INCOMPLETE, OLD);
    CleanUpRun run = run("--delete");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .contains("day=1: cannot be listed: ")
        .contains("day=2: cannot be listed: ")
        .contains("(a broken link, or a name that the JVM's locale cannot spell?)");
    assertThat(run.output()).endsWith("Removed: 1 file, 27 bytes\nNot done: 2, see above\n");
    assertThat(left).doesNotExist();
  }

  @Test
  void namesCannotCommandTheTerminal() throws IOException {
    file(".part\u001b[2J\n\u202e-0.inprogress." + UUID, INCOMPLETE, OLD);
    assertThat(run().output())
        .contains(".part\\u001b[2J\\u000a\\u202e-0.inprogress.")
        .doesNotContain("\u001b", "\u202e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "file:///",
        ".",
        "target",
        "DIRECTORY/none",
        "nosuch://scheme/directory",
        "DIRECTORY/" + PART,
        "one two",
        "--olderThan",
        "--olderThan 1s DIRECTORY",
        "--olderThan 23h DIRECTORY",
        "--olderThan -8d DIRECTORY",
        "--olderThan 0d DIRECTORY",
        "--olderThan 9999999d DIRECTORY",
        "--older-than 8d DIRECTORY",
        "--force DIRECTORY"
      })
  void whatCouldHurtIsRefusedBeforeAnythingIsDone(String arguments) throws IOException {
    Path left = file(PART, INCOMPLETE, OLD);
    CleanUpRun run =
        CleanUpRun.of(
            ("--delete " + arguments.replace("DIRECTORY", directory.toString())).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("\nusage: CleanUp");
    assertThat(run.output()).isEmpty();
    assertThat(left).exists();
  }
}
