package io.flinkarrow.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The directory that a job's part files go to. */
final class OutFolder {

  private OutFolder() {}

  /**
   * Makes the directory, since otherwise a job would be restarted before it says that it cannot.
   * Part files of an earlier run would be counted with those of the next, so an existing one must
   * be empty.
   */
  static void make(Path out) {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IllegalArgumentException("--out " + out + " is not a directory");
    }
    try {
      if (Files.isDirectory(out)) {
        try (Stream<Path> entries = Files.list(out)) {
          if (entries.findAny().isPresent()) {
            throw new IllegalArgumentException("--out " + out + " must be empty, but is not");
          }
        }
      }
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + out + " cannot be made: " + e, e);
    }
  }
}
