package io.flinkarrow.read.file;

import java.nio.file.Files;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Where the entries of a directory's listing lead to: not always into the directory. */
public final class ListedPaths {

  private ListedPaths() {}

  /** False if a name leads elsewhere: Flink's paths make directories of backslashes. */
  public static boolean isIn(Path directory, Path entry) {
    Path parent = entry.getParent();
    return parent != null && asParent(parent).equals(asParent(directory));
  }

  /** Whether it is a symbolic link: only local file systems have them, as far as Flink knows. */
  public static boolean isLink(FileSystem fileSystem, Path entry) {
    return fileSystem.getUri().getScheme().equals("file")
        && Files.isSymbolicLink(java.nio.file.Path.of(entry.getPath()));
  }

  /** The path with a slash at its end, as the root of a file system may have already. */
  public static String asParent(Path path) {
    String text = path.toUri().getPath();
    return text.endsWith("/") ? text : text + "/";
  }
}
