package io.flinkarrow.compaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * A small hidden file that says which files of its directory a new one has the rows of.
 *
 * @param name of the new file, without prefix
 * @param lengths the old files in bytes, by their names
 */
record ReplacementNote(String name, Map<String, Long> lengths) {

  private static final String FILE_NAME = ".compacting";
  private static final String HEAD = "flink-arrow-parquet replaces files 1";
  private static final String END = "end";

  /** A million old files have shorter ones. */
  private static final long MOST_BYTES = 64L << 20;

  private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}\\.parquet");
  private static final Pattern OLD_FILE = Pattern.compile("(\\d{1,18}) ([^/\\n]+)");

  static ReplacementNote of(String name, List<FileStatus> files) {
    Map<String, Long> lengths = new LinkedHashMap<>();
    files.forEach(file -> lengths.put(file.getPath().getName(), file.getLen()));
    return new ReplacementNote(name, lengths);
  }

  /**
   * @throws IllegalStateException if there is a note
   */
  void leave(FileSystem fileSystem, Path directory) throws IOException {
    Path path = new Path(directory, FILE_NAME);
    if (Replacement.status(fileSystem, path).isPresent()) {
      throw new IllegalStateException(
          "%s says that files of %s are compacted now, or that a process that did so has ended. If none does, resume first (the command's option --resume)"
              .formatted(path, directory));
    }
    List<String> lines = new ArrayList<>(List.of(HEAD, name));
    lengths.forEach((old, length) -> lines.add(length + " " + old));
    lines.add(END);
    try (OutputStream out = fileSystem.create(path, WriteMode.NO_OVERWRITE)) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The note of a directory; empty if there is none, or one that was not written to its end, before
   * anything else was done.
   *
   * @throws IOException if it is not one of this library
   */
  static Optional<ReplacementNote> find(FileSystem fileSystem, Path directory) throws IOException {
    Path path = new Path(directory, FILE_NAME);
    Optional<FileStatus> status = Replacement.status(fileSystem, path);
    if (status.isEmpty()) {
      return Optional.empty();
    }
    if (status.get().getLen() > MOST_BYTES) {
      throw notOurs(path);
    }
    String text;
    try (InputStream in = fileSystem.open(path)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> lines = text.lines().toList();
    boolean isOurs = HEAD.startsWith(text) || lines.get(0).equals(HEAD);
    boolean isComplete = lines.size() > 2 && lines.get(lines.size() - 1).equals(END);
    if (isOurs && !isComplete) {
      return Optional.empty();
    }
    Map<String, Long> lengths = new LinkedHashMap<>();
    isOurs &= isComplete && NAME.matcher(lines.get(1)).matches();
    for (String line : isOurs ? lines.subList(2, lines.size() - 1) : List.<String>of()) {
      Matcher old = OLD_FILE.matcher(line);
      isOurs &= old.matches();
      if (isOurs) {
        lengths.put(old.group(2), Long.parseLong(old.group(1)));
      }
    }
    if (!isOurs) {
      throw notOurs(path);
    }
    return Optional.of(new ReplacementNote(lines.get(1), lengths));
  }

  private static IOException notOurs(Path path) {
    return new IOException(
        "%s should be a note of this library's compaction, but is none. Look at it, and remove it yourself"
            .formatted(path));
  }

  /** Whether there was one. */
  static boolean remove(FileSystem fileSystem, Path directory) throws IOException {
    Path path = new Path(directory, FILE_NAME);
    return Replacement.status(fileSystem, path).isPresent() && fileSystem.delete(path, false);
  }

  /** Removes the old files that are still there, and still as they were. */
  void removeFiles(FileSystem fileSystem, Path directory) throws IOException {
    for (Map.Entry<String, Long> old : lengths.entrySet()) {
      Path path = new Path(directory, old.getKey());
      Optional<FileStatus> status = Replacement.status(fileSystem, path);
      if (status.isPresent() && status.get().getLen() == old.getValue()) {
        removeFile(fileSystem, path);
      }
    }
  }

  private void removeFile(FileSystem fileSystem, Path old) throws IOException {
    IOException reason = null;
    try {
      if (fileSystem.delete(old, false)) {
        return;
      }
    } catch (IOException e) {
      reason = e;
    }
    throw new IOException(
        "%s could not be removed%s. Its rows are in compacted-%s now, so readers see them twice. Remove the cause, and then resume (the command's option --resume), which removes it"
            .formatted(old, reason == null ? "" : ": " + reason.getMessage(), name),
        reason);
  }
}
