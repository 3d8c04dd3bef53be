package io.flinkarrow.cleanup;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Removes what is found, if the user wants it removed, and says what it does and would do. */
final class LeftoverRemover implements LeftoverFinder.Listener {

  private final CleanUpSettings settings;
  private final FileSystem fileSystem;
  private final PrintStream out;
  private final PrintStream err;

  private final Tally removable = new Tally();
  private final Tally named = new Tally();
  private final Tally foreign = new Tally();
  private int failures;

  private static final class Tally {
    long files;
    long bytes;

    void add(Leftover leftover) {
      files += leftover.files().size();
      bytes += leftover.bytes();
    }

    @Override
    public String toString() {
      return "%d file%s, %d bytes".formatted(files, files == 1 ? "" : "s", bytes);
    }
  }

  LeftoverRemover(
      CleanUpSettings settings, FileSystem fileSystem, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.fileSystem = fileSystem;
    this.out = out;
    this.err = err;
  }

  @Override
  public void found(Leftover leftover) {
    switch (leftover.kind()) {
      case INCOMPLETE, STAGED -> remove(leftover, removable);
      case COMPLETE, TAIL -> {
        if (settings.complete()) {
          remove(leftover, removable);
        } else {
          keep(leftover, named);
        }
      }
      case FOREIGN -> keep(leftover, foreign);
    }
  }

  @Override
  public void failed(Path path, String reason) {
    failures++;
    err.println(printable(path + ": " + reason));
  }

  private void remove(Leftover leftover, Tally tally) {
    if (!settings.delete()) {
      print("would remove", leftover);
      tally.add(leftover);
    } else if (isRemoved(leftover)) {
      print("removed", leftover);
      tally.add(leftover);
    }
  }

  private void keep(Leftover leftover, Tally tally) {
    print("keeps", leftover);
    tally.add(leftover);
  }

  private boolean isRemoved(Leftover leftover) {
    boolean all = true;
    for (Path file : leftover.files()) {
      all &= isRemoved(file);
    }
    for (Path emptied : all ? leftover.directories() : List.<Path>of()) {
      all &= isRemoved(emptied);
    }
    return all;
  }

  /** Also if someone else has removed it, or made it visible. */
  private boolean isRemoved(Path path) {
    try {
      if (fileSystem.delete(path, false) || !fileSystem.exists(path)) {
        return true;
      }
      failed(path, "could not be removed: does this user own it?");
    } catch (IOException e) {
      failed(path, "could not be removed: " + e);
    }
    return false;
  }

  private void print(String verb, Leftover leftover) {
    out.println(
        printable(
            "%s %s, %d bytes, unchanged since %s: %s"
                .formatted(
                    verb,
                    leftover.kind().label(),
                    leftover.bytes(),
                    Instant.ofEpochMilli(leftover.lastModified()),
                    leftover.path())));
  }

  /** Whether all went well. */
  boolean printSum() {
    if (settings.delete()) {
      out.println("Removed: " + removable);
    } else {
      out.println("Would remove: " + removable + (removable.files == 0 ? "" : "; --delete does"));
    }
    if (named.files > 0) {
      out.println("Kept, because a checkpoint or savepoint may name them: " + named);
    }
    if (foreign.files > 0) {
      out.println("Kept, because they are no Parquet: " + foreign);
    }
    if (failures > 0) {
      out.println("Not done: " + failures + ", see above");
    }
    return failures == 0;
  }

  /** A name may hold what a terminal obeys. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL || type == Character.FORMAT) {
                printable.append("\\u%04x".formatted(c));
              } else {
                printable.appendCodePoint(c);
              }
            });
    return printable.toString();
  }
}
