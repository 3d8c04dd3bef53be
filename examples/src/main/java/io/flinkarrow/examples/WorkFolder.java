package io.flinkarrow.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A folder for what must not stay. It goes when the JVM ends, whether by itself or by Ctrl-C. */
final class WorkFolder {

  private static final long LONGEST_DELETION_SECONDS = 30;

  /** Who still writes makes the folder again within this time. */
  private static final long GONE_MILLIS = 300;

  private static volatile boolean finished;
  private static volatile boolean ending;

  private WorkFolder() {}

  static void deleteAtExit(Path folder) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder), "end of the work folder"));
  }

  /** Ends the JVM, which nobody has interrupted. */
  static void exit(int code) {
    finished = true;
    System.exit(code);
  }

  /** Whether the JVM ends; what fails from now on fails because of that. */
  static boolean isEnding() {
    return ending;
  }

  /** The broker and the job, which end at the same time, may write until they do. */
  private static void end(Path folder) {
    ending = true;
    if (!finished) {
      System.out.printf("%nInterrupted. The broker ends too; committed files stay.%n");
    }
    long start = System.nanoTime();
    long lastThere = start;
    while (System.nanoTime() - lastThere < TimeUnit.MILLISECONDS.toNanos(GONE_MILLIS)
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LONGEST_DELETION_SECONDS)) {
      if (Files.exists(folder)) {
        tryToDelete(folder);
        lastThere = System.nanoTime();
      } else {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  private static void tryToDelete(Path folder) {
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException stillWritten) {
      Thread.onSpinWait();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
