package io.flinkarrow.cleanup;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Lists what failed jobs left behind in a sink's directory, and removes it if asked to. Visible
 * files are never touched, nor files that changed recently. Exit codes: 0 if all went well, 1 if
 * something could not be read or removed, 2 if the arguments are refused and nothing was done.
 */
public final class CleanUp implements LeftoverFinder.Listener {

  private static final int ALL_WELL = 0;
  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  private final CleanUpSettings settings;
  private final FileSystem fileSystem;
  private final PrintStream out;
  private final PrintStream err;

  private final Tally removable = new Tally();
  private final Tally complete = new Tally();
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

  private CleanUp(
      CleanUpSettings settings, FileSystem fileSystem, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.fileSystem = fileSystem;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    var configuration = GlobalConfiguration.loadConfiguration();
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    int exitCode = run(Clock.systemUTC(), System.out, System.err, arguments);
    if (exitCode != ALL_WELL) {
      System.exit(exitCode);
    }
  }

  static int run(Clock clock, PrintStream out, PrintStream err, String... arguments) {
    CleanUpSettings settings;
    FileSystem fileSystem;
    FileStatus directory;
    try {
      settings = CleanUpSettings.parse(arguments);
      fileSystem = settings.directory().getFileSystem();
      directory = fileSystem.getFileStatus(settings.directory());
      if (!directory.isDir()) {
        throw new IllegalArgumentException(settings.directory() + " is no directory");
      }
    } catch (FileNotFoundException e) {
      return refuse(err, "No such directory: " + e.getMessage());
    } catch (IOException e) {
      return refuse(err, "The directory cannot be reached: " + e);
    } catch (IllegalArgumentException e) {
      return refuse(err, e.getMessage());
    }
    CleanUp cleanUp = new CleanUp(settings, fileSystem, out, err);
    new LeftoverFinder(fileSystem, clock.instant().minus(settings.age()), cleanUp)
        .lookThrough(directory.getPath());
    return cleanUp.sum();
  }

  private static int refuse(PrintStream err, String reason) {
    err.println(printable(reason));
    err.print(CleanUpSettings.USAGE);
    return REFUSED;
  }

  @Override
  public void found(Leftover leftover) {
    switch (leftover.kind()) {
      case INCOMPLETE, STAGED -> remove(leftover, removable);
      case COMPLETE -> {
        if (settings.complete()) {
          remove(leftover, removable);
        } else {
          keep(leftover, complete);
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

  private int sum() {
    if (settings.delete()) {
      out.println("Removed: " + removable);
    } else {
      out.println("Would remove: " + removable + (removable.files == 0 ? "" : "; --delete does"));
    }
    if (complete.files > 0) {
      out.println("Kept, because a checkpoint or savepoint may name them: " + complete);
    }
    if (foreign.files > 0) {
      out.println("Kept, because they are no Parquet: " + foreign);
    }
    if (failures > 0) {
      out.println("Not done: " + failures + ", see above");
    }
    return failures == 0 ? ALL_WELL : FAILED;
  }

  /** A name may hold what a terminal obeys. */
  private static String printable(String text) {
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
