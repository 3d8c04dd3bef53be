package io.flinkarrow.examples;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * How many checkpoints of a job are complete. Flink gives each a directory, and deletes it after
 * the next one.
 */
final class Checkpoints {

  private final Path directory;
  private final Set<Path> complete = new HashSet<>();

  /**
   * @param directory of one job's checkpoints, which may not exist yet
   */
  Checkpoints(Path directory) {
    this.directory = directory;
  }

  /** Looks which have come since the last time. */
  void refresh() throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (DirectoryStream<Path> jobs = Files.newDirectoryStream(directory)) {
      for (Path job : jobs) {
        refresh(job);
      }
    }
  }

  private void refresh(Path job) throws IOException {
    try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(job, "chk-*")) {
      for (Path checkpoint : checkpoints) {
        if (Files.exists(checkpoint.resolve("_metadata"))) {
          complete.add(checkpoint);
        }
      }
    } catch (NoSuchFileException e) {
      // The job is over.
    }
  }

  int count() {
    return complete.size();
  }
}
