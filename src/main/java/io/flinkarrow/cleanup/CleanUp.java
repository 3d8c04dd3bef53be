package io.flinkarrow.cleanup;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Lists what failed jobs left behind in a sink's directory, and removes it if asked to. Visible
 * files are never touched, nor files that changed recently. Exit codes: 0 if all went well, 1 if
 * something could not be read or removed, 2 if the arguments are refused and nothing was done.
 */
public final class CleanUp {

  private static final int ALL_WELL = 0;
  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  private CleanUp() {}

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
    LeftoverRemover remover = new LeftoverRemover(settings, fileSystem, out, err);
    new LeftoverFinder(fileSystem, clock.instant().minus(settings.age()), remover)
        .lookThrough(directory.getPath());
    return remover.printSum() ? ALL_WELL : FAILED;
  }

  private static int refuse(PrintStream err, String reason) {
    err.println(LeftoverRemover.printable(reason));
    err.print(CleanUpSettings.USAGE);
    return REFUSED;
  }
}
