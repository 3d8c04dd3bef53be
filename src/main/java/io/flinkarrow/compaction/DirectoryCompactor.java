package io.flinkarrow.compaction;

import io.flinkarrow.parquet.CompactionSummary;
import io.flinkarrow.parquet.ParquetFileCompactor;
import io.flinkarrow.read.file.ListedPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Makes few large files of the many small Parquet files in a directory, and in each directory below
 * it: files of one directory, which may be a partition, stay together.
 *
 * <pre>{@code
 * List<CompactedFile> made =
 *     DirectoryCompactor.of(ParquetFileCompactor.builder().build())
 *         .withFileBytes(256L << 20)
 *         .compact(new Path("hdfs:///data/flights"));
 * }</pre>
 *
 * <p>Data files are those whose names end with {@code .parquet} and do not begin with a dot or an
 * underline. Files of a directory are taken in the order of their names, as many as have {@code
 * fileBytes} together; files that are as large already, or alone, stay. Links to directories are
 * not followed. No row is ever lost: see {@link #compact}. Nobody else may compact, remove or
 * replace files there meanwhile; jobs may add files. Not for tables that keep lists of their files,
 * such as Iceberg's. Immutable.
 */
public final class DirectoryCompactor {

  /** Default of {@link #withFileBytes(long)}: 512 MiB. */
  public static final long DEFAULT_FILE_BYTES = 512L << 20;

  private final ParquetFileCompactor compactor;
  private final long fileBytes;

  private DirectoryCompactor(ParquetFileCompactor compactor, long fileBytes) {
    this.compactor = compactor;
    this.fileBytes = fileBytes;
  }

  /** One that makes files of about 512 MiB. */
  public static DirectoryCompactor of(ParquetFileCompactor compactor) {
    return new DirectoryCompactor(
        Objects.requireNonNull(compactor, "compactor"), DEFAULT_FILE_BYTES);
  }

  /** The same that makes files of at most so many bytes, as far as compression stays the same. */
  public DirectoryCompactor withFileBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("fileBytes must be at least 1 but was " + bytes);
    }
    return new DirectoryCompactor(compactor, bytes);
  }

  /**
   * Compacts in place. For each new file, in this order:
   *
   * <ol>
   *   <li>a note, {@code .compacting}, says which files the new one has the rows of. While there is
   *       a note, no one else compacts the directory
   *   <li>the new file is written under a hidden name, and read again: footer, pages, numbers of
   *       rows
   *   <li>it is renamed to {@code compacted-<uuid>.parquet}, which makes it visible
   *   <li>the old files are removed, then the note
   * </ol>
   *
   * A reader that lists the directory between the third and the fourth step sees rows twice. If the
   * process ends there, the note stays, and {@link #resume} removes the old files. If it ends
   * before, all rows are in the old files only. After an exception the note is gone unless the new
   * file may be visible.
   *
   * @return one for each new file
   * @throws IllegalStateException if there is a note in a directory
   * @throws IllegalArgumentException if files of a directory do not have the same schema
   * @throws IOException if a file is damaged, or the file system fails
   */
  public List<CompactedFile> compact(Path directory) throws IOException {
    FileSystem fileSystem = directory.getFileSystem();
    List<CompactedFile> made = new ArrayList<>();
    for (Path each : directories(fileSystem, directory, link -> {})) {
      for (List<FileStatus> files : groups(fileSystem, each)) {
        if (files.size() > 1) {
          Replacement replacement = Replacement.begin(fileSystem, each, files);
          CompactionSummary summary = replacement.write(compactor);
          replacement.replace();
          made.add(new CompactedFile(replacement.result(), summary));
        }
      }
    }
    return made;
  }

  /**
   * Ends what a {@link #compact} has begun whose process ended: removes old files whose rows are in
   * a new file that is visible, or else what there is of the new file, and the notes. Only if no
   * other process compacts the directory.
   *
   * @return how many notes there were
   * @throws IOException if the file system fails, or a note is not one of this library
   */
  public int resume(Path directory) throws IOException {
    FileSystem fileSystem = directory.getFileSystem();
    int notes = 0;
    for (Path each : directories(fileSystem, directory, link -> {})) {
      notes += Replacement.resume(fileSystem, each) ? 1 : 0;
    }
    return notes;
  }

  /**
   * Writes new files into another directory, with the same directories below it, and leaves the old
   * ones. Single files are written again, too, so that all rows are there.
   *
   * @param target a new or an empty directory
   * @return one for each new file
   * @throws IllegalArgumentException if the target has files or lies in the directory, or if there
   *     are links to directories, whose rows would not be there
   * @throws IOException as {@link #compact}
   */
  public List<CompactedFile> compactTo(Path directory, Path target) throws IOException {
    FileSystem fileSystem = directory.getFileSystem();
    FileSystem targetSystem = target.getFileSystem();
    Path from = directory.makeQualified(fileSystem);
    Path to = target.makeQualified(targetSystem);
    if (liesIn(to, from)) {
      throw new IllegalArgumentException(
          "%s lies in %s: name another directory".formatted(target, directory));
    }
    requireNewOrEmpty(targetSystem, to);
    List<CompactedFile> made = new ArrayList<>();
    for (Path each : directories(fileSystem, from, link -> refuse(link, target))) {
      Path there = counterpart(from, each, to);
      for (List<FileStatus> files : groups(fileSystem, each)) {
        Replacement copy = Replacement.elsewhere(fileSystem, targetSystem, there, files);
        CompactionSummary summary = copy.write(compactor);
        copy.show();
        made.add(new CompactedFile(copy.result(), summary));
      }
    }
    return made;
  }

  private static void requireNewOrEmpty(FileSystem fileSystem, Path target) throws IOException {
    if (!fileSystem.exists(target)) {
      return;
    }
    boolean isFile = !fileSystem.getFileStatus(target).isDir();
    if (isFile || !list(fileSystem, target).isEmpty()) {
      throw new IllegalArgumentException(
          "%s should be a new or an empty directory, but %s: name another one"
              .formatted(target, isFile ? "is a file" : "has files"));
    }
  }

  private static boolean liesIn(Path path, Path directory) {
    return Objects.equals(path.toUri().getScheme(), directory.toUri().getScheme())
        && Objects.equals(path.toUri().getAuthority(), directory.toUri().getAuthority())
        && ListedPaths.asParent(path).startsWith(ListedPaths.asParent(directory));
  }

  private static void refuse(Path link, Path target) {
    throw new IllegalArgumentException(
        "%s is a link to a directory, whose rows would not be in %s: links are not followed. Remove it, or compact that directory by itself"
            .formatted(link, target));
  }

  /** What a directory is called in the target that is {@code from} or lies below it. */
  static Path counterpart(Path from, Path each, Path to) {
    String below = ListedPaths.asParent(each).substring(ListedPaths.asParent(from).length());
    return below.isEmpty() ? to : new Path(to, below);
  }

  /**
   * The directory and those below it, hidden ones left out. Links to directories are not followed:
   * they may lead to directories above, and again and again.
   *
   * @param links is told of them
   */
  private static List<Path> directories(FileSystem fileSystem, Path directory, Consumer<Path> links)
      throws IOException {
    List<Path> directories = new ArrayList<>(List.of(directory.makeQualified(fileSystem)));
    for (int i = 0; i < directories.size(); i++) {
      for (FileStatus status : list(fileSystem, directories.get(i))) {
        if (status.isDir() && !isHidden(status.getPath())) {
          if (ListedPaths.isLink(fileSystem, status.getPath())) {
            links.accept(status.getPath());
          } else {
            directories.add(status.getPath());
          }
        }
      }
    }
    return directories;
  }

  private List<List<FileStatus>> groups(FileSystem fileSystem, Path directory) throws IOException {
    List<List<FileStatus>> groups = new ArrayList<>();
    List<FileStatus> open = new ArrayList<>();
    long bytes = 0;
    for (FileStatus file : list(fileSystem, directory)) {
      if (isDataFile(file)) {
        if (!open.isEmpty() && file.getLen() > fileBytes - bytes) {
          groups.add(open);
          open = new ArrayList<>();
          bytes = 0;
        }
        open.add(file);
        bytes += file.getLen();
      }
    }
    if (!open.isEmpty()) {
      groups.add(open);
    }
    return groups;
  }

  private static List<FileStatus> list(FileSystem fileSystem, Path directory) throws IOException {
    FileStatus[] found = fileSystem.listStatus(directory);
    if (found == null) {
      throw new IOException(
          fileSystem.exists(directory)
              ? "%s cannot be listed: it should be a directory that this process may read. Name another one, or change its permissions"
                  .formatted(directory)
              : directory + " does not exist: name a directory of Parquet files");
    }
    for (FileStatus status : found) {
      if (!status.isDir()
          && ListedPaths.asParent(status.getPath()).equals(ListedPaths.asParent(directory))) {
        throw new IOException(
            directory
                + " should be a directory, but is a file: name the directory that it lies in");
      }
      if (!ListedPaths.isIn(directory, status.getPath())) {
        throw new IOException(
            "A name in %s leads to %s, because Flink takes a backslash for a separator. Rename or remove it"
                .formatted(directory, status.getPath()));
      }
    }
    return Arrays.stream(found)
        .sorted(Comparator.comparing(status -> status.getPath().getName()))
        .toList();
  }

  private static boolean isDataFile(FileStatus file) {
    return !file.isDir()
        && file.getPath().getName().endsWith(Replacement.SUFFIX)
        && !isHidden(file.getPath());
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
