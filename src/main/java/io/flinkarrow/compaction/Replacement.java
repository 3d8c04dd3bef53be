package io.flinkarrow.compaction;

import io.flinkarrow.parquet.CompactionSummary;
import io.flinkarrow.parquet.ParquetFileCompactor;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * A file that takes the place of others: {@link #begin}, {@link #write}, {@link #replace}. Or one
 * beside them: {@link #elsewhere}, {@link #write}, {@link #show}. If a step before the new file is
 * visible fails, it removes what it wrote.
 */
final class Replacement {

  static final String SUFFIX = ".parquet";

  private static final String VISIBLE_PREFIX = "compacted-";
  private static final String HIDDEN_PREFIX = ".compacting-";

  private final FileSystem sources;
  private final FileSystem fileSystem;
  private final Path directory;
  private final List<FileStatus> files;
  private final String name;

  /** Null if the files stay. */
  @Nullable private final ReplacementNote note;

  private Replacement(
      FileSystem sources,
      FileSystem fileSystem,
      Path directory,
      List<FileStatus> files,
      String name,
      @Nullable ReplacementNote note) {
    this.sources = sources;
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.files = files;
    this.name = name;
    this.note = note;
  }

  /**
   * Leaves a note of what is to come.
   *
   * @throws IllegalStateException if there is one
   */
  static Replacement begin(FileSystem fileSystem, Path directory, List<FileStatus> files)
      throws IOException {
    String name = UUID.randomUUID() + SUFFIX;
    ReplacementNote note = ReplacementNote.of(name, files);
    note.leave(fileSystem, directory);
    return new Replacement(fileSystem, fileSystem, directory, files, name, note);
  }

  /** Of a file in another directory. */
  static Replacement elsewhere(
      FileSystem sources, FileSystem fileSystem, Path directory, List<FileStatus> files)
      throws IOException {
    if (!fileSystem.mkdirs(directory)) {
      throw new IOException(directory + " could not be made");
    }
    return new Replacement(sources, fileSystem, directory, files, UUID.randomUUID() + SUFFIX, null);
  }

  /** The new file, once it is visible. */
  Path result() {
    return visible(directory, name);
  }

  private static Path visible(Path directory, String name) {
    return new Path(directory, VISIBLE_PREFIX + name);
  }

  private static Path hidden(Path directory, String name) {
    return new Path(directory, HIDDEN_PREFIX + name);
  }

  /** Writes the new file under a hidden name, and reads it again. */
  CompactionSummary write(ParquetFileCompactor compactor) throws IOException {
    Path hidden = hidden(directory, name);
    try {
      CompactionSummary summary;
      try (OutputStream out = fileSystem.create(hidden, WriteMode.NO_OVERWRITE)) {
        summary =
            compactor.compact(
                files.stream()
                    .<ParquetInput.Opener>map(file -> () -> FileSystemInput.open(file.getPath()))
                    .toList(),
                out);
      }
      try (ParquetInput written = FileSystemInput.open(hidden)) {
        compactor.check(written, summary);
      }
      requireUnchanged();
      return summary;
    } catch (IOException | RuntimeException | Error e) {
      giveUp(e);
      throw e;
    }
  }

  /** Otherwise their rows would be there twice. */
  private void requireUnchanged() throws IOException {
    for (FileStatus file : files) {
      Optional<FileStatus> now = status(sources, file.getPath());
      if (now.isEmpty() || now.get().getLen() != file.getLen()) {
        throw new IOException(
            "%s was removed or replaced while it was compacted; the new file is given up. Compact when nobody else does so"
                .formatted(file.getPath()));
      }
    }
  }

  private void giveUp(Throwable cause) {
    try {
      fileSystem.delete(hidden(directory, name), false);
      if (note != null) {
        ReplacementNote.remove(fileSystem, directory);
      }
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Makes the new file visible. */
  void show() throws IOException {
    if (!fileSystem.rename(hidden(directory, name), result())) {
      throw new IOException(
          "%s could not be renamed to %s".formatted(hidden(directory, name), result().getName()));
    }
  }

  /** Makes the new file visible, and removes the others. */
  void replace() throws IOException {
    show();
    note.removeFiles(fileSystem, directory);
    ReplacementNote.remove(fileSystem, directory);
  }

  /** Ends what a note in a directory says; false if there is none. */
  static boolean resume(FileSystem fileSystem, Path directory) throws IOException {
    Optional<ReplacementNote> note = ReplacementNote.find(fileSystem, directory);
    if (note.isPresent()) {
      String name = note.get().name();
      if (status(fileSystem, visible(directory, name)).isPresent()) {
        note.get().removeFiles(fileSystem, directory);
      }
      fileSystem.delete(hidden(directory, name), false);
    }
    return ReplacementNote.remove(fileSystem, directory);
  }

  static Optional<FileStatus> status(FileSystem fileSystem, Path path) throws IOException {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
