package io.flinkarrow.compaction;

import io.flinkarrow.parquet.ParquetFileCompactor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Compacts a directory of Parquet files: {@link DirectoryCompactor} as a command. Exit codes: 0 if
 * all went well, 1 if something failed, 2 if the arguments are refused and nothing was done.
 */
public final class CompactDirectory {

  static final String USAGE =
      """
      usage: CompactDirectory [--file-bytes BYTES] [--out DIR | --resume] DIRECTORY
        DIRECTORY           of Parquet files, with those below it, for example /data/flights.
                            Nobody else may compact it or remove files meanwhile
        --file-bytes BYTES  the most bytes of a new file; by default 536870912
        --out DIR           writes new files into this directory, which must be new or empty, and
                            leaves the old ones; without it they are replaced
        --resume            first ends what an earlier call has begun whose process ended
        --help              shows this
      """;

  private static final int ALL_WELL = 0;
  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  /**
   * @param target null if files are replaced
   */
  private record Settings(Path directory, long fileBytes, @Nullable Path target, boolean resumes) {}

  private CompactDirectory() {}

  public static void main(String[] arguments) {
    var configuration = GlobalConfiguration.loadConfiguration();
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    int exitCode = run(System.out, System.err, arguments);
    if (exitCode != ALL_WELL) {
      System.exit(exitCode);
    }
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    if (List.of(arguments).contains("--help")) {
      out.print(USAGE);
      return ALL_WELL;
    }
    Settings settings;
    try {
      settings = parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return REFUSED;
    }
    try {
      compact(settings, out);
      return ALL_WELL;
    } catch (IOException | RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return FAILED;
    }
  }

  private static void compact(Settings settings, PrintStream out) throws IOException {
    DirectoryCompactor compactor =
        DirectoryCompactor.of(ParquetFileCompactor.builder().build())
            .withFileBytes(settings.fileBytes());
    if (settings.resumes()) {
      out.printf("%d begun before%n", compactor.resume(settings.directory()));
    }
    List<CompactedFile> made =
        settings.target() == null
            ? compactor.compact(settings.directory())
            : compactor.compactTo(settings.directory(), settings.target());
    for (CompactedFile file : made) {
      out.printf(
          "%s: %d files, %d rows, %d bytes, row groups: %d copied, %d merged%s%n",
          file.path(),
          file.summary().files(),
          file.summary().rows(),
          file.summary().bytes(),
          file.summary().copiedRowGroups(),
          file.summary().mergedRowGroups(),
          file.summary().metadataLeftOut().isEmpty()
              ? ""
              : ", without metadata " + file.summary().metadataLeftOut());
    }
    if (made.isEmpty()) {
      out.println(nothingToDo(settings));
      return;
    }
    out.printf(
        "%d files became %d%n",
        made.stream().mapToInt(file -> file.summary().files()).sum(), made.size());
  }

  private static String nothingToDo(Settings settings) {
    String files = settings.directory() + " and the directories below it have no ";
    return "Nothing to compact: "
        + files
        + (settings.target() == null
            ? "two files, one after the other by name, whose names end with .parquet and that have at most %d bytes together"
                .formatted(settings.fileBytes())
            : "files whose names end with .parquet");
  }

  private static Settings parse(String... arguments) {
    Path directory = null;
    Path target = null;
    long fileBytes = DirectoryCompactor.DEFAULT_FILE_BYTES;
    boolean resumes = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--resume" -> resumes = true;
        case "--out" -> target = path("--out", valueOf("--out", arguments, ++i));
        case "--file-bytes" -> fileBytes = bytes(valueOf("--file-bytes", arguments, ++i));
        default -> {
          if (arguments[i].startsWith("-")) {
            throw new IllegalArgumentException("Unknown option: " + arguments[i]);
          }
          if (directory != null) {
            throw new IllegalArgumentException(
                "One directory at a time, but got %s and %s: quote a path that has spaces"
                    .formatted(directory, arguments[i]));
          }
          directory = path("DIRECTORY", arguments[i]);
        }
      }
    }
    if (directory == null) {
      throw new IllegalArgumentException("Which directory? Name the one that has the files");
    }
    if (resumes && target != null) {
      throw new IllegalArgumentException("--resume is for directories whose files are replaced");
    }
    return new Settings(directory, fileBytes, target, resumes);
  }

  private static String valueOf(String option, String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    if (arguments[index].startsWith("--")) {
      throw new IllegalArgumentException(
          "%s needs a value, but %s follows".formatted(option, arguments[index]));
    }
    return arguments[index];
  }

  private static Path path(String argument, String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s should be a path, such as /data/flights or hdfs:///data/flights, but was '%s': %s"
              .formatted(argument, text, e.getMessage()),
          e);
    }
  }

  private static long bytes(String text) {
    try {
      long bytes = Long.parseLong(text);
      if (bytes > 0) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // Refused below, as numbers that are too small are.
    }
    throw new IllegalArgumentException("--file-bytes needs a number of bytes, but got: " + text);
  }
}
