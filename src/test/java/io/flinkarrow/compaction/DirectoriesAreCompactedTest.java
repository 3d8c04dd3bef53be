package io.flinkarrow.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.ParquetFileCompactor;
import io.flinkarrow.testing.DuckDbReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows are there once, wherever a process ends; only between two steps a reader sees some twice.
 */
class DirectoriesAreCompactedTest {

  private static final int ROWS_PER_FILE = 100;
  private static final ParquetFileCompactor COMPACTOR = ParquetFileCompactor.builder().build();

  @TempDir Path root;

  private Path directory;

  @BeforeEach
  void files() throws Exception {
    directory = root.resolve("table");
    for (int town = 0; town < 3; town++) {
      Path partition = Files.createDirectories(directory.resolve("town=" + town));
      for (int file = 0; file < 4; file++) {
        write(partition.resolve("part-%d.parquet".formatted(file)), 4 * town + file);
      }
    }
    Files.writeString(directory.resolve("_SUCCESS"), "");
    Files.writeString(directory.resolve("town=0").resolve(".part-x.inprogress"), "unfinished");
    Files.writeString(directory.resolve("town=0").resolve("notes.txt"), "mine");
  }

  private static void write(Path file, int number) throws SQLException {
    DuckDbReader.execute(
        "COPY (SELECT i, 'text ' || i %% 7 AS t FROM range(%d, %d) r(i)) TO '%s' (FORMAT parquet)"
            .formatted(number * ROWS_PER_FILE, (number + 1) * ROWS_PER_FILE, file));
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path path) {
    return new org.apache.flink.core.fs.Path(path.toUri());
  }

  private static List<Path> visible(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static List<List<Object>> rows(Path directory) throws IOException, SQLException {
    List<List<Object>> rows = new ArrayList<>();
    for (Path file : visible(directory)) {
      rows.addAll(DuckDbReader.query("SELECT i, t FROM '%s'".formatted(file)));
    }
    rows.sort(Comparator.comparing(row -> (Long) row.get(0)));
    return rows;
  }

  private static List<List<Object>> expectedRows(int rows) {
    List<List<Object>> expected = new ArrayList<>();
    for (long i = 0; i < rows; i++) {
      expected.add(List.of(i, "text " + i % 7));
    }
    return expected;
  }

  @Test
  void eachPartitionGetsOneFileAndOthersStay() throws Exception {
    List<CompactedFile> made = DirectoryCompactor.of(COMPACTOR).compact(flinkPath(directory));
    assertThat(made).hasSize(3);
    assertThat(made).allMatch(file -> file.summary().rows() == 4 * ROWS_PER_FILE);
    assertThat(visible(directory))
        .hasSize(3)
        .allMatch(file -> file.getFileName().toString().startsWith("compacted-"));
    assertThat(rows(directory)).isEqualTo(expectedRows(1200));
    assertThat(rows(directory.resolve("town=1"))).hasSize(400);
    try (Stream<Path> left = Files.list(directory.resolve("town=0"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".part-x.inprogress", "notes.txt", made.get(0).path().getName());
    }
    assertThat(DirectoryCompactor.of(COMPACTOR).compact(flinkPath(directory)))
        .as("nothing is left to do")
        .isEmpty();
  }

  @Test
  void newFilesAreNotLargerThanAskedFor() throws Exception {
    Path equal = Files.createDirectories(root.resolve("equal"));
    byte[] bytes = Files.readAllBytes(directory.resolve("town=0").resolve("part-0.parquet"));
    for (int file = 0; file < 5; file++) {
      Files.write(equal.resolve("part-%d.parquet".formatted(file)), bytes);
    }
    List<CompactedFile> made =
        DirectoryCompactor.of(COMPACTOR).withFileBytes(2L * bytes.length).compact(flinkPath(equal));
    assertThat(made).hasSize(2).allMatch(file -> file.summary().files() == 2);
    assertThat(equal.resolve("part-4.parquet")).as("alone").hasBinaryContent(bytes);
    assertThat(rows(equal)).hasSize(5 * ROWS_PER_FILE);
  }

  private List<FileStatus> statuses(Path partition) throws IOException {
    return Arrays.stream(FileSystem.getLocalFileSystem().listStatus(flinkPath(partition)))
        .filter(file -> file.getPath().getName().startsWith("part-"))
        .toList();
  }

  /** After how many steps the process ends. */
  private void endAfter(int steps, Path partition) throws IOException {
    FileSystem fileSystem = FileSystem.getLocalFileSystem();
    Replacement replacement =
        Replacement.begin(fileSystem, flinkPath(partition), statuses(partition));
    if (steps > 1) {
      replacement.write(COMPACTOR);
    }
    if (steps > 2) {
      replacement.show();
    }
    if (steps > 3) {
      Files.delete(partition.resolve("part-1.parquet"));
    }
  }

  @Test
  void noRowIsLostOrStaysTwiceWhereverTheProcessEnds() throws Exception {
    for (int steps = 1; steps <= 4; steps++) {
      Path partition = Files.createDirectories(root.resolve("ended-" + steps));
      for (int file = 0; file < 4; file++) {
        write(partition.resolve("part-%d.parquet".formatted(file)), file);
      }
      endAfter(steps, partition);
      assertThat(rows(partition)).as("rows after step %d", steps).containsAll(expectedRows(400));
      DirectoryCompactor compactor = DirectoryCompactor.of(COMPACTOR);
      assertThatThrownBy(() -> compactor.compact(flinkPath(partition)))
          .as("step %d", steps)
          .satisfiesAnyOf(
              failure ->
                  assertThat(failure)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("resume first"));

      assertThat(compactor.resume(flinkPath(partition))).isEqualTo(1);
      assertThat(rows(partition)).as("rows after step %d", steps).isEqualTo(expectedRows(400));
      compactor.compact(flinkPath(partition));
      assertThat(rows(partition)).isEqualTo(expectedRows(400));
      try (Stream<Path> left = Files.list(partition)) {
        assertThat(left).as("files after step %d", steps).hasSize(1);
      }
      assertThat(compactor.resume(flinkPath(partition))).isZero();
    }
  }

  @Test
  void aNoteThatWasNotWrittenToItsEndMeansThatNothingWasDone() throws Exception {
    Path partition = directory.resolve("town=0");
    endAfter(1, partition);
    Path note = partition.resolve(".compacting");
    byte[] bytes = Files.readAllBytes(note);
    for (int length = 0; length < bytes.length; length += 7) {
      Files.write(note, Arrays.copyOf(bytes, length));
      assertThat(DirectoryCompactor.of(COMPACTOR).resume(flinkPath(partition))).isEqualTo(1);
      assertThat(note).doesNotExist();
      assertThat(rows(directory)).isEqualTo(expectedRows(1200));
    }
  }

  @Test
  void notesOfOthersAreNotFollowed() throws Exception {
    Path partition = directory.resolve("town=0");
    Path note = partition.resolve(".compacting");
    for (String text :
        List.of(
            "x\ny\nend",
            "x",
            "flink-arrow-parquet replaces files 1\n"
                + "00000000-0000-0000-0000-000000000000.parquet\n"
                + "1 ../town=1/part-0.parquet\n"
                + "end")) {
      Files.writeString(note, text);
      assertThatThrownBy(() -> DirectoryCompactor.of(COMPACTOR).resume(flinkPath(partition)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("should be a note of this library's compaction");
    }
  }

  @Test
  void aNoteThatIsTooLongForOneIsNotRead() throws Exception {
    Path note = directory.resolve("town=0").resolve(".compacting");
    try (RandomAccessFile file = new RandomAccessFile(note.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertThatThrownBy(() -> DirectoryCompactor.of(COMPACTOR).resume(flinkPath(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("should be a note of this library's compaction");
  }

  /** Here it is a directory, which nothing removes as long as there is something in it. */
  @Test
  void anOldFileThatCannotBeRemovedSaysHowToGoOn() throws Exception {
    Path old = Files.createDirectories(directory.resolve("part-9.parquet").resolve("inside"));
    FileSystem fileSystem = FileSystem.getLocalFileSystem();
    FileStatus status = fileSystem.getFileStatus(flinkPath(old.getParent()));
    ReplacementNote note = ReplacementNote.of("new.parquet", List.of(status));
    assertThatThrownBy(() -> note.removeFiles(fileSystem, flinkPath(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part-9.parquet could not be removed: ")
        .hasMessageContaining("compacted-new.parquet")
        .hasMessageContaining("--resume");
  }

  /** Two links to a directory above are 2^40 paths before the file system refuses one. */
  @Test
  @Timeout(60)
  void linksToDirectoriesAreNotFollowed() throws Exception {
    Path outside = Files.createDirectories(root.resolve("outside"));
    write(outside.resolve("part-0.parquet"), 12);
    write(outside.resolve("part-1.parquet"), 13);
    Files.createSymbolicLink(directory.resolve("town=1").resolve("up"), directory);
    Files.createSymbolicLink(directory.resolve("town=2").resolve("up"), directory);
    Path link = Files.createSymbolicLink(directory.resolve("town=3"), outside);
    DirectoryCompactor compactor = DirectoryCompactor.of(COMPACTOR);
    assertThat(compactor.resume(flinkPath(directory))).isZero();
    assertThat(compactor.compact(flinkPath(directory))).hasSize(3);
    assertThat(visible(outside)).as("behind a link").hasSize(2);
    assertThat(link).isSymbolicLink();
    assertThat(rows(directory)).isEqualTo(expectedRows(1200));
    Path target = root.resolve("out");
    assertThatThrownBy(() -> compactor.compactTo(flinkPath(directory), flinkPath(target)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a link to a directory, whose rows would not be in");
    assertThat(target).doesNotExist();
    assertThat(compactor.compact(flinkPath(link))).as("a link that is named").hasSize(1);
    assertThat(visible(outside)).hasSize(1);
  }

  /** The name is Flink's path of the directory itself. */
  @Test
  @Timeout(60)
  void namesThatLeadElsewhereAreRefused() throws Exception {
    Files.createDirectories(directory.resolve("..\\table"));
    assertThatThrownBy(() -> DirectoryCompactor.of(COMPACTOR).compact(flinkPath(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("A name in file:" + directory)
        .hasMessageContaining("leads to")
        .hasMessageContaining("backslash");
    assertThat(visible(directory)).hasSize(12);
  }

  @Test
  void aFileThatIsReplacedMeanwhileIsNotRemoved() throws Exception {
    Path partition = directory.resolve("town=0");
    FileSystem fileSystem = FileSystem.getLocalFileSystem();
    List<FileStatus> before = statuses(partition);
    write(partition.resolve("part-2.parquet"), 50_000_000);
    Replacement replacement = Replacement.begin(fileSystem, flinkPath(partition), before);
    assertThatThrownBy(() -> replacement.write(COMPACTOR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was removed or replaced while it was compacted");
    assertThat(visible(partition)).hasSize(4);
    assertThat(partition.resolve(".compacting")).doesNotExist();
  }

  @Test
  void damagedFilesStayAsTheyAre() throws Exception {
    Path file = directory.resolve("town=1").resolve("part-2.parquet");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(() -> DirectoryCompactor.of(COMPACTOR).compact(flinkPath(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part-2.parquet");
    assertThat(visible(directory.resolve("town=1"))).hasSize(4);
    try (Stream<Path> left = Files.list(directory.resolve("town=1"))) {
      assertThat(left).hasSize(4);
    }
  }

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(Object... arguments) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return CompactDirectory.run(
        out, out, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void theCommandWritesElsewhere() throws Exception {
    Path target = root.resolve("out");
    assertThat(run("--out", target, directory)).isZero();
    assertThat(rows(target)).isEqualTo(expectedRows(1200));
    assertThat(visible(target)).hasSize(3).allMatch(file -> file.toString().contains("/out/town="));
    assertThat(visible(directory)).hasSize(12);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("4 files, 400 rows", "row groups: 0 copied, 1 merged", "12 files became 3");
    assertThat(run("--out", target, directory)).as("it is not empty any more").isEqualTo(1);
    assertThat(run("--out", directory.resolve("inside"), directory)).isEqualTo(1);
  }

  @Test
  void directoriesKeepTheirNamesBelowTheRootOfAFileSystem() {
    for (String from : List.of("s3://bucket/", "s3://bucket", "s3://bucket/data")) {
      var directory = new org.apache.flink.core.fs.Path(from);
      var target = new org.apache.flink.core.fs.Path("s3://other/new");
      assertThat(DirectoryCompactor.counterpart(directory, directory, target)).isEqualTo(target);
      assertThat(
              DirectoryCompactor.counterpart(
                  directory,
                  new org.apache.flink.core.fs.Path(directory, "year=2024/month=1"),
                  target))
          .isEqualTo(new org.apache.flink.core.fs.Path(target, "year=2024/month=1"));
    }
  }

  @Test
  void theCommandReplacesAndResumes() throws Exception {
    endAfter(3, directory.resolve("town=2"));
    assertThat(run(directory)).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("--resume");
    assertThat(run("--resume", directory)).isZero();
    assertThat(rows(directory)).isEqualTo(expectedRows(1200));
    assertThat(visible(directory)).hasSize(3);
  }

  @Test
  void argumentsAreRefusedBeforeAnythingIsDone() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--file-bytes", "0", directory)).isEqualTo(2);
    assertThat(run("--file-bytes", "many", directory)).isEqualTo(2);
    assertThat(run("--resume", "--out", "x", directory)).isEqualTo(2);
    assertThat(run("--fast", directory)).isEqualTo(2);
    assertThat(run(directory, directory)).isEqualTo(2);
    assertThat(run(directory, "--out")).isEqualTo(2);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage: CompactDirectory");
    assertThat(visible(directory)).hasSize(12);
  }
}
