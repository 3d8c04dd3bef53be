package io.flinkarrow.cleanup;

import io.flinkarrow.read.file.ListedPaths;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Looks through a directory and those below it, partitions for example, for what failed jobs left
 * behind and what has not changed since a given time. Goes by names that only Flink gives: {@code
 * .<name>.inprogress.<uuid>} of file sinks, {@code _<name>_tmp_<uuid>} of their open uploads to S3,
 * {@code .staging_<time>_<uuid>} of batch INSERTs. It enters no other hidden directory and follows
 * no link, and what it cannot read it reports and passes over. Changes nothing.
 */
final class LeftoverFinder {

  /** Whom it tells. */
  interface Listener {
    void found(Leftover leftover);

    void failed(Path path, String reason);
  }

  private static final String UUID = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

  private static final Pattern IN_PROGRESS =
      Pattern.compile("\\..+\\.inprogress\\." + UUID, Pattern.DOTALL);

  private static final Pattern TAIL = Pattern.compile("_.+_tmp_" + UUID, Pattern.DOTALL);

  private static final Pattern STAGING = Pattern.compile("\\.staging_(\\d{1,16})_" + UUID);

  private static final Pattern TASK = Pattern.compile("task-\\d+-attempt-\\d+");

  private static final int ATTEMPTS = 5;

  private final FileSystem fileSystem;
  private final long unchangedSince;
  private final Listener listener;

  LeftoverFinder(FileSystem fileSystem, Instant unchangedSince, Listener listener) {
    this.fileSystem = fileSystem;
    this.unchangedSince = unchangedSince.toEpochMilli();
    this.listener = listener;
  }

  void lookThrough(Path root) {
    Deque<Path> waiting = new ArrayDeque<>();
    waiting.push(root);
    while (!waiting.isEmpty()) {
      Path directory = waiting.pop();
      try {
        for (FileStatus entry : entries(directory)) {
          String name = entry.getPath().getName();
          if (!entry.isDir()) {
            if (isOld(entry)) {
              tellOfFile(name, entry);
            }
          } else if (!name.startsWith(".")) {
            waiting.push(entry.getPath());
          } else if (isOldStaging(name)) {
            tellOfStaging(entry.getPath());
          }
        }
      } catch (IOException e) {
        listener.failed(directory, "cannot be listed: " + e.getMessage());
      }
    }
  }

  /** The name says when the job began; in object stores directories have no times. */
  private boolean isOldStaging(String name) {
    Matcher staging = STAGING.matcher(name);
    return staging.matches() && isOld(Long.parseLong(staging.group(1)));
  }

  private void tellOfFile(String name, FileStatus file) {
    if (TAIL.matcher(name).matches()) {
      listener.found(leftover(LeftoverKind.TAIL, file));
    } else if (IN_PROGRESS.matcher(name).matches()) {
      tellOfPartFile(file);
    }
  }

  private static Leftover leftover(LeftoverKind kind, FileStatus file) {
    return Leftover.ofFile(kind, file.getPath(), file.getLen(), file.getModificationTime());
  }

  private void tellOfPartFile(FileStatus file) {
    try {
      listener.found(leftover(PartFileEnds.kindOf(fileSystem, file), file));
    } catch (FileNotFoundException e) {
      // Its job has made it visible meanwhile.
      return;
    } catch (IOException e) {
      listener.failed(file.getPath(), "cannot be read: " + e);
    }
  }

  /** All or nothing, because a task may be done long before its job is. */
  private void tellOfStaging(Path staging) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> directories = new ArrayList<>(List.of(staging));
    long bytes = 0;
    long lastModified = 0;
    for (int next = 0; next < directories.size(); next++) {
      for (FileStatus entry : entries(directories.get(next))) {
        if ((next == 0 && !isTask(entry)) || (!entry.isDir() && !isOld(entry))) {
          return;
        }
        if (entry.isDir()) {
          directories.add(entry.getPath());
        } else {
          files.add(entry.getPath());
          bytes += entry.getLen();
          lastModified = Math.max(lastModified, entry.getModificationTime());
        }
      }
    }
    Collections.reverse(directories);
    listener.found(
        new Leftover(LeftoverKind.STAGED, staging, files, directories, bytes, lastModified));
  }

  /** What lies in a directory, links left out. */
  private List<FileStatus> entries(Path directory) throws IOException {
    List<FileStatus> entries = new ArrayList<>();
    for (FileStatus entry : listed(directory)) {
      if (!ListedPaths.isIn(directory, entry.getPath())) {
        listener.failed(entry.getPath(), "not looked at: a name in " + directory + " leads there");
      } else if (!ListedPaths.isLink(fileSystem, entry.getPath())) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** A file that gets its name meanwhile may fail the call; one that is a broken link always. */
  private FileStatus[] listed(Path directory) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        FileStatus[] listed = fileSystem.listStatus(directory);
        if (listed == null && fileSystem.exists(directory)) {
          throw new IOException("may this user read " + directory + "?");
        }
        return listed == null ? new FileStatus[0] : listed;
      } catch (FileNotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw new IOException(
              e.getMessage() + " (a broken link, or a name that the JVM's locale cannot spell?)",
              e);
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private static boolean isTask(FileStatus entry) {
    return entry.isDir() && TASK.matcher(entry.getPath().getName()).matches();
  }

  private boolean isOld(FileStatus file) {
    return isOld(file.getModificationTime());
  }

  /** A time that the file system does not know is 0. */
  private boolean isOld(long millis) {
    return millis > 0 && millis < unchangedSince;
  }
}
